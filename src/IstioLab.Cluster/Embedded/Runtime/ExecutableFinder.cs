using System.Text;
using IstioLab.Cluster.Embedded.Runtime.Files;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>Finds what a command names: a path, or a name in the folders of PATH.</summary>
internal static class ExecutableFinder
{
    /// <summary>PATH of a container that sets none.</summary>
    public const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private const int ExecuteBits = 0b001_001_001;

    /// <summary>The program of a command.</summary>
    /// <param name="host">The container.</param>
    /// <param name="command">Executable and arguments.</param>
    /// <param name="path">Value of PATH; <see langword="null"/> is the default one.</param>
    /// <param name="workingDirectory">Where a relative path begins.</param>
    /// <exception cref="ContainerStartException">It does not exist (127) or cannot be executed (126).</exception>
    public static ExecutableProgram Find(ContainerHost host, IReadOnlyList<string> command, string? path, string workingDirectory)
    {
        var file = Locate(host, command[0], path, workingDirectory) ?? throw ContainerStartException.NotFound(command[0]);
        switch (host.Files.Find(file))
        {
            case ProgramFile program when host.Image.Programs.TryGetValue(program.ProgramName, out var found):
                return new ExecutableProgram(found, command);
            case RegularFile script when (script.Mode & ExecuteBits) != 0:
                return Script(host, script, file, command);
            default:
                throw ContainerStartException.NotExecutable(command[0]);
        }
    }

    /// <summary>The path of an executable; <see langword="null"/> when there is none.</summary>
    public static string? Locate(ContainerHost host, string name, string? path, string workingDirectory)
    {
        if (name.Length == 0)
            return null;
        if (name.Contains('/', StringComparison.Ordinal))
        {
            var direct = FilePath.Combine(workingDirectory, name);
            return host.Files.Find(direct) is null ? null : direct;
        }
        foreach (var folder in (path ?? DefaultPath).Split(':'))
        {
            var candidate = FilePath.Combine(FilePath.Combine(workingDirectory, folder), name);
            if (host.Files.Find(candidate) is { } found and (ProgramFile or RegularFile) && (found.Mode & ExecuteBits) != 0)
                return candidate;
        }
        return null;
    }

    private static ExecutableProgram Script(ContainerHost host, RegularFile script, string file, IReadOnlyList<string> command)
    {
        var content = script.Content.Span;
        string[] interpreter = ["/bin/sh"];
        if (content.StartsWith("#!"u8))
        {
            var end = content.IndexOf((byte)'\n');
            var line = Encoding.UTF8.GetString(content[2..(end < 0 ? content.Length : end)]).Trim();
            interpreter = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        if (interpreter.Length == 0 || host.Files.Find(interpreter[0]) is not ProgramFile program || !host.Image.Programs.TryGetValue(program.ProgramName, out var found))
            throw ContainerStartException.NotFound(command[0]);
        return new ExecutableProgram(found, [FilePath.Name(interpreter[0]), .. interpreter.Skip(1), command[0].Contains('/', StringComparison.Ordinal) ? command[0] : file, .. command.Skip(1)]);
    }
}
