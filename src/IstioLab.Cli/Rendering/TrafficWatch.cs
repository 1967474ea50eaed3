using System.Collections.Immutable;
using IstioLab.Cli.CommandLine;
using IstioLab.Labs.Api;
using IstioLab.Labs.Traffic;
using Spectre.Console;

namespace IstioLab.Cli.Rendering;

/// <summary>Goes on sending and draws the split of the last seconds until Ctrl+C.</summary>
internal static class TrafficWatch
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_line = TimeSpan.FromSeconds(1);
    private const int Newest = 200;

    public static async Task<int> RunAsync(
        CommandContext context,
        KubeApi api,
        PodView pod,
        TrafficRequest request,
        bool json,
        CancellationToken cancellationToken)
    {
        var window = new RecentAnswers(Newest);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = TrafficSender.SendAsync(api, pod, request, window.Add, ended.Token);
        try
        {
            if (json || !context.Services.IsTerminal)
            {
                await WriteLinesAsync(context, pod, request, window, json, sending, ended.Token);
            }
            else
            {
                await DrawAsync(context, window, sending, ended.Token);
            }

            await sending;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl+C is how a watch ends.
        }
        finally
        {
            await ended.CancelAsync();
        }

        return ExitCode.Done;
    }

    private static async Task DrawAsync(CommandContext context, RecentAnswers window, Task sending, CancellationToken cancellationToken)
    {
        context.Out.WriteLine(context.Pick($"The newest {Newest} answers; Ctrl+C ends.", $"最近 {Newest} 个回答；Ctrl+C 结束。"));
        await context.Console.Live(new Text("")).StartAsync(async live =>
        {
            while (!sending.IsCompleted)
            {
                var lines = SplitChart.Lines(context, window.Tally().Answers, ImmutableDictionary<string, int>.Empty);
                live.UpdateTarget(new Markup(string.Join('\n', lines)));
                await Task.Delay(s_frame, context.Services.Time, cancellationToken);
            }
        });
    }

    private static async Task WriteLinesAsync(
        CommandContext context,
        PodView pod,
        TrafficRequest request,
        RecentAnswers window,
        bool json,
        Task sending,
        CancellationToken cancellationToken)
    {
        while (!sending.IsCompleted)
        {
            await Task.Delay(s_line, context.Services.Time, cancellationToken);
            var tally = window.Tally();
            if (json)
            {
                context.WriteJson(TrafficJson.Write(pod, request, tally), indented: false);
            }
            else
            {
                context.Out.WriteLine(string.Join("  ", tally.Answers.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
            }

            await context.Out.FlushAsync(cancellationToken);
        }
    }
}
