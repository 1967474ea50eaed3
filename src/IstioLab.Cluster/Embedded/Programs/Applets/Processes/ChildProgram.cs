using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Runtime.Processes;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Processes;

/// <summary>Runs a program from a program.</summary>
internal static class ChildProgram
{
    /// <summary>Runs it to its end and returns its exit code: 127 when it does not exist.</summary>
    public static async Task<int> RunAsync(
        ProgramContext context,
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        Stream input,
        CancellationToken cancellationToken)
    {
        await context.FlushAsync(cancellationToken);
        ExecutableProgram executable;
        ContainerProcess process;
        try
        {
            executable = ExecutableFinder.Find(context.Host, command, environment.GetValueOrDefault("PATH"), context.WorkingDirectory);
            process = context.Host.Processes.Add(context.Process.Pid, string.Join(' ', command), cancellationToken);
        }
        catch (ContainerStartException problem)
        {
            var reason = problem.ExitCode == 127 ? "No such file or directory" : "Permission denied";
            throw new AppletException($"can't execute '{command[0]}': {reason}", problem.ExitCode);
        }
        catch (ProcessLimitException problem)
        {
            throw new AppletException("fork: " + problem.Message);
        }
        return await context.Host.Processes.RunAsync(process, child => executable.Program.RunAsync(
            new ProgramContext
            {
                Host = context.Host,
                Process = child,
                Arguments = executable.Arguments,
                Environment = environment,
                WorkingDirectory = context.WorkingDirectory,
                Input = input,
                Output = context.Output,
                Error = context.Error,
                Terminal = context.Terminal,
            },
            child.Token));
    }
}
