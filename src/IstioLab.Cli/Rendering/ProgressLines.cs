using IstioLab.Cli.CommandLine;

namespace IstioLab.Cli.Rendering;

/// <summary>
/// Shows what a part reports line by line. What only says that the line before still goes on (<c>Unpacking: 3 s</c> after <c>Unpacking</c>)
/// replaces itself on a terminal and is left out elsewhere.
/// </summary>
internal sealed class ProgressLines(CommandContext context)
{
    private readonly Lock _lock = new();
    private string _last = "";
    private bool _moving;

    public void Report(string text)
    {
        lock (_lock)
        {
            if (_last.Length > 0 && text.StartsWith(_last + ": ", StringComparison.Ordinal))
            {
                Move(text);
                return;
            }

            if (_moving)
            {
                context.Services.Error.Write("\r\u001b[K");
            }

            _moving = false;
            _last = text;
            context.Out.WriteLine(text);
        }
    }

    private void Move(string text)
    {
        if (context.Services.IsErrorTerminal)
        {
            _moving = true;
            context.Services.Error.Write($"\r{TextWidth.Fit(text, context.ErrorConsole.Profile.Width - 1)}\u001b[K");
        }
    }
}
