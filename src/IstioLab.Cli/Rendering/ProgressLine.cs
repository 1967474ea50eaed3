using IstioLab.Cli.CommandLine;

namespace IstioLab.Cli.Rendering;

/// <summary>Shows on standard error that something takes its time, on a terminal alone and after a second alone.</summary>
internal static class ProgressLine
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(150);
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

    public static async Task ShowAsync(CommandContext context, Func<string> text, Task work)
    {
        if (!context.Services.IsErrorTerminal)
        {
            await work;
            return;
        }

        var time = context.Services.Time;
        var wait = s_patience;
        var shown = false;
        for (var frame = 0; !work.IsCompleted; frame++)
        {
            await Task.WhenAny(work, Task.Delay(wait, time));
            if (!work.IsCompleted)
            {
                shown = true;
                wait = s_frame;
                await context.Services.Error.WriteAsync($"\r{Frames[frame % Frames.Length]} {text()}\u001b[K");
            }
        }

        if (shown)
        {
            await context.Services.Error.WriteAsync("\r\u001b[K");
        }

        await work;
    }
}
