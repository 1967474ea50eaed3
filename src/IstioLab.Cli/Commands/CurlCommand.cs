using System.CommandLine;
using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Rendering;
using IstioLab.Labs.Api;
using IstioLab.Labs.Traffic;

namespace IstioLab.Cli.Commands;

/// <summary><c>curl</c>: real requests from a pod, and how the answers split.</summary>
internal static class CurlCommand
{
    private const int MostRequests = 1_000_000;
    private const int MostSenders = 64;

    public static Command Create(CommandRunner runner)
    {
        var url = new Argument<string>("URL") { Description = "What is asked, as the pod names it" };
        var from = new Option<string>("--from") { Description = "The workload that asks", HelpName = "WORKLOAD", Required = true };
        var count = new Option<int>("--count") { Description = "How many requests", HelpName = "N", DefaultValueFactory = _ => 1 };
        var concurrency = new Option<int>("--concurrency") { Description = "How many at the same time", HelpName = "C", DefaultValueFactory = _ => 1 };
        var watch = new Option<bool>("--watch") { Description = "Goes on until Ctrl+C and draws the split live" };
        var headers = SharedOptions.Headers();
        var method = SharedOptions.Method();
        var output = SharedOptions.Output();
        count.AcceptWholeNumber(1, MostRequests);
        concurrency.AcceptWholeNumber(1, MostSenders);
        var command = new Command("curl", "Sends real requests from a pod and shows how the answers split")
        {
            from, count, concurrency, watch, headers, method, url, output,
        };
        runner.Attach(command, async (context, cancellationToken) =>
        {
            var arguments = context.Arguments;
            var watching = arguments.GetValue(watch);
            var request = new TrafficRequest
            {
                Url = arguments.GetRequiredValue(url),
                Method = arguments.GetRequiredValue(method),
                Headers = SharedOptions.ParseHeaders(arguments.GetValue(headers)),
                Count = watching ? null : arguments.GetValue(count),
                Concurrency = arguments.GetValue(concurrency),
                Pause = watching ? TimeSpan.FromMilliseconds(20) : TimeSpan.Zero,
            };
            using var api = context.OpenApi();
            var pod = await Workloads.FindPodAsync(
                api, WorkloadName.Parse(arguments.GetRequiredValue(from), context.Namespace), cancellationToken);
            var json = arguments.GetValue(output) is not null;
            return watching
                ? await TrafficWatch.RunAsync(context, api, pod, request, json, cancellationToken)
                : await SendAsync(context, api, pod, request, json, cancellationToken);
        });
        return command;
    }

    private static async Task<int> SendAsync(
        CommandContext context,
        KubeApi api,
        PodView pod,
        TrafficRequest request,
        bool json,
        CancellationToken cancellationToken)
    {
        var tally = new TrafficTally();
        await ProgressLine.ShowAsync(
            context,
            () => $"{tally.Total}/{request.Count} {request.Url}",
            TrafficSender.SendAsync(api, pod, request, tally.Add, cancellationToken));
        var flags = tally.Failed > 0 ? await TrafficFlags.ReadAsync(api, pod, tally.Total, context.Services.Time, cancellationToken) : [];
        if (json)
        {
            context.WriteJson(TrafficJson.Write(pod, request, tally, flags));
        }
        else
        {
            TrafficView.Write(context, pod, request, tally);
            TrafficFlags.Write(context, flags);
        }

        return tally.Failed == 0 ? ExitCode.Done : ExitCode.No;
    }
}
