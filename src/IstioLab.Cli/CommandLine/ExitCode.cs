namespace IstioLab.Cli.CommandLine;

/// <summary>What the process's exit code says.</summary>
internal static class ExitCode
{
    /// <summary>Done, or the answer is yes.</summary>
    public const int Done = 0;

    /// <summary>The answer is no: invalid input, a failed check.</summary>
    public const int No = 1;

    /// <summary>Wrong usage.</summary>
    public const int Usage = 2;

    /// <summary>A prerequisite is missing.</summary>
    public const int Missing = 3;

    /// <summary>It broke.</summary>
    public const int Broken = 4;
}
