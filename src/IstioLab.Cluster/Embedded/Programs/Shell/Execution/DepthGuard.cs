namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Counts functions, scripts and <c>eval</c> within each other.</summary>
internal readonly struct DepthGuard : IDisposable
{
    /// <summary>Levels before the shell gives up.</summary>
    public const int Maximum = 1000;

    private readonly ShellExecutor _shell;

    /// <summary>Enters a level.</summary>
    /// <exception cref="ShellError">There are too many.</exception>
    public DepthGuard(ShellExecutor shell)
    {
        if (shell.Depth >= Maximum)
            throw new ShellError($"maximum recursion depth of {Maximum} exceeded");
        _shell = shell;
        shell.Depth++;
    }

    /// <summary>Leaves the level.</summary>
    public void Dispose() => _shell.Depth--;
}
