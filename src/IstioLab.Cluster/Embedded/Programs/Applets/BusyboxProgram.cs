namespace IstioLab.Cluster.Embedded.Programs.Applets;

/// <summary><c>busybox</c>: runs the applet that its first argument names, or lists them.</summary>
internal sealed class BusyboxProgram(IReadOnlyDictionary<string, IProgram> applets) : IProgram
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var name = context.Arguments.Count > 1 ? context.Arguments[1] : "--help";
        if (name != "busybox" && applets.TryGetValue(name, out var applet))
            return await applet.RunAsync(context.With([.. context.Arguments.Skip(1)]), cancellationToken);
        var known = name is "--help" or "--list";
        if (name == "--list")
            context.Out.Write(string.Concat(applets.Keys.Order(StringComparer.Ordinal).Select(applet => applet + "\n")));
        else if (known)
            context.Out.WriteLine($"Busybox of IstioLab (simulated), functions: {string.Join(", ", applets.Keys.Order(StringComparer.Ordinal))}");
        else
            context.Err.WriteLine($"{name}: applet not found");
        await context.FlushAsync(cancellationToken);
        return known ? 0 : 127;
    }
}
