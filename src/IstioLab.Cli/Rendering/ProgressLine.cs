using IstioLab.Cli.CommandLine;

namespace IstioLab.Cli.Rendering;

/// <summary>Shows on standard error that something takes its time, on a terminal alone and after a second alone.</summary>
internal sealed class ProgressLine(CommandContext context)
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(150);

    private readonly Lock _lock = new();
    private bool _shown;

    /// <summary>Shows a line while work that writes nothing itself is under way.</summary>
    public static Task ShowAsync(CommandContext context, Func<string> text, Task work) => new ProgressLine(context).ShowAsync(text, work);

    /// <summary>Shows it while work is under way.</summary>
    public async Task ShowAsync(Func<string> text, Task work)
    {
        if (!context.Services.IsErrorTerminal)
        {
            await work;
            return;
        }

        var time = context.Services.Time;
        var wait = s_patience;
        for (var frame = 0; !work.IsCompleted; frame++)
        {
            await Task.WhenAny(work, Task.Delay(wait, time));
            if (!work.IsCompleted)
            {
                wait = s_frame;
                Draw($"{Frames[frame % Frames.Length]} {text()}");
            }
        }

        lock (_lock)
        {
            Clear();
        }

        await work;
    }

    /// <summary>Writes a line of the work to standard output; the line of progress makes room for it.</summary>
    public void WriteLine(string text)
    {
        lock (_lock)
        {
            Clear();
            context.Out.WriteLine(text);
        }
    }

    private void Draw(string text)
    {
        lock (_lock)
        {
            _shown = true;
            context.Services.Error.Write($"\r{TextWidth.Fit(text, context.ErrorConsole.Profile.Width - 1)}\u001b[K");
        }
    }

    private void Clear()
    {
        if (_shown)
        {
            context.Services.Error.Write("\r\u001b[K");
            _shown = false;
        }
    }
}
