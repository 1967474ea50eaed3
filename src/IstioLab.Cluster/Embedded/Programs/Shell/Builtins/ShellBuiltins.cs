using System.Collections.Frozen;
using IstioLab.Cluster.Embedded.Programs.Applets;
using IstioLab.Cluster.Embedded.Programs.Shell.Execution;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Builtins;

/// <summary>All built-in commands.</summary>
internal static class ShellBuiltins
{
    private static readonly FrozenDictionary<string, ShellBuiltin> s_all = Create();

    /// <summary>Names, sorted.</summary>
    public static IEnumerable<string> Names => s_all.Keys.Order(StringComparer.Ordinal);

    /// <summary>A built-in command, or <see langword="null"/>.</summary>
    public static ShellBuiltin? Find(string name) => s_all.GetValueOrDefault(name);

    private static FrozenDictionary<string, ShellBuiltin> Create()
    {
        var all = new Dictionary<string, ShellBuiltin>(StringComparer.Ordinal);
        foreach (var (name, builtin) in ControlBuiltins.All)
            all[name] = builtin;
        foreach (var (name, builtin) in VariableBuiltins.All)
            all[name] = builtin;
        foreach (var (name, builtin) in ProcessBuiltins.All)
            all[name] = builtin;
        foreach (var (name, builtin) in CommandBuiltins.All)
            all[name] = builtin;
        foreach (var name in (string[])["echo", "printf", "test", "[", "true", "false"])
            all[name] = new ShellBuiltin((shell, args, ct) => RunAppletAsync(shell, name, args, ct));
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static async ValueTask<int> RunAppletAsync(
        ShellExecutor shell, string name, IReadOnlyList<string> args, CancellationToken cancellationToken) =>
        await ProgramLauncher.RunInPlaceAsync(shell, AppletTable.All[name], args, cancellationToken);
}
