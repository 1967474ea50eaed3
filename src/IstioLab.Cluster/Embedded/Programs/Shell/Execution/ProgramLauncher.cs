using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Runtime.Processes;

namespace IstioLab.Cluster.Embedded.Programs.Shell.Execution;

/// <summary>Starts programs for a shell.</summary>
internal sealed class ProgramLauncher(ShellExecutor shell)
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="fields">Name and arguments.</param>
    /// <param name="replace">The program takes over the shell's own process.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask<int> RunAsync(IReadOnlyList<string> fields, bool replace, CancellationToken cancellationToken)
    {
        ExecutableProgram executable;
        var environment = shell.State.Environment();
        try
        {
            executable = ExecutableFinder.Find(shell.Host, fields, environment.GetValueOrDefault("PATH"), shell.State.WorkingDirectory);
        }
        catch (ContainerStartException problem)
        {
            await shell.ComplainAsync($"{fields[0]}: {(problem.ExitCode == 127 ? "not found" : "Permission denied")}", cancellationToken);
            return problem.ExitCode;
        }
        if (replace && !shell.Traps.Any && !shell.State.Traps.ContainsKey("EXIT"))
        {
            shell.Process.CommandLine = string.Join(' ', fields);
            shell.Process.Handler = null;
            return await executable.Program.RunAsync(Context(executable, environment, shell.Process), cancellationToken);
        }
        return await RunChildAsync(executable, environment, string.Join(' ', fields), cancellationToken);
    }

    /// <summary>Runs a program within the shell's own process, as for built-in commands.</summary>
    public static Task<int> RunInPlaceAsync(ShellExecutor shell, IProgram program, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var executable = new ExecutableProgram(program, fields);
        return program.RunAsync(new ProgramLauncher(shell).Context(executable, shell.State.Environment(), shell.Process), cancellationToken);
    }

    private async Task<int> RunChildAsync(
        ExecutableProgram executable, Dictionary<string, string> environment, string commandLine, CancellationToken cancellationToken)
    {
        ContainerProcess process;
        try
        {
            process = shell.Host.Processes.Add(shell.Process.Pid, commandLine, cancellationToken);
        }
        catch (ProcessLimitException problem)
        {
            throw new ShellError("can't fork: " + problem.Message);
        }
        var status = await shell.Host.Processes.RunAsync(
            process, child => executable.Program.RunAsync(Context(executable, environment, child), child.Token));
        cancellationToken.ThrowIfCancellationRequested();
        if (process.EndedBy is Signal.Term or Signal.Kill or Signal.Hup)
            await shell.WriteErrorAsync(process.EndedBy switch { Signal.Term => "Terminated", Signal.Kill => "Killed", _ => "Hangup" }, cancellationToken);
        return status;
    }

    private ProgramContext Context(ExecutableProgram executable, Dictionary<string, string> environment, ContainerProcess process) => new()
    {
        Host = shell.Host,
        Process = process,
        Arguments = executable.Arguments,
        Environment = environment,
        WorkingDirectory = shell.State.WorkingDirectory,
        Input = shell.Streams.Input,
        Output = shell.Streams.Output,
        Error = shell.Streams.Error,
        Terminal = shell.Terminal,
    };
}
