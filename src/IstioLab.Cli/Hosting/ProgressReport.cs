using IstioLab.Cli.CommandLine;
using IstioLab.Cli.Rendering;

namespace IstioLab.Cli.Hosting;

/// <summary>Shows what something is doing that takes minutes: on a terminal as a line that moves, elsewhere as a line for each change.</summary>
internal static class ProgressReport
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

    public static async Task ShowAsync(
        CommandContext context, Func<string> state, Action<string> report, Task work)
    {
        if (context.Services.IsErrorTerminal)
        {
            await ProgressLine.ShowAsync(context, state, work);
            return;
        }

        var shown = "";
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(s_look, context.Services.Time));
            var now = state();
            if (!work.IsCompleted && now != shown && now.Length > 0)
            {
                report($"  {now}");
                shown = now;
            }
        }

        await work;
    }
}
