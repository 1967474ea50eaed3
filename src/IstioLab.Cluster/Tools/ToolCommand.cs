namespace IstioLab.Cluster.Tools;

/// <summary>One run of a tool, as data. Nothing happens until a <see cref="ToolRunner"/> gets it.</summary>
/// <param name="Tool">What to run.</param>
/// <param name="Arguments">The arguments, unquoted; the runner quotes them for the system.</param>
public sealed record ToolCommand(Tool Tool, params IReadOnlyList<string> Arguments)
{
    /// <summary>Environment variables to set besides the inherited ones; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The folder to run in; null for the current one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Text for the standard input, which ends after it; null for an empty one.</summary>
    public string? Input { get; init; }

    /// <summary>Values that appear in no message; each is shown as <c>***</c>.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>How long a run may take. Five minutes by default; long-running processes ignore it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the tool may take to end by itself when it is asked to, before it is killed with its children.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many characters of each stream a run keeps; the oldest go first. 4 Mi by default.</summary>
    public int OutputLimit { get; init; } = 4 * 1024 * 1024;

    /// <summary>Whether an exit code other than 0 is an answer and not a failure.</summary>
    public bool AllowFailure { get; init; }

    /// <summary>The command as a line for a shell, without its secrets.</summary>
    public override string ToString() => PasteableLine.Of(this);
}
