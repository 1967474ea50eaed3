using IstioLab.Cluster.Embedded.Programs;
using IstioLab.Cluster.Embedded.Runtime.Processes;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>For programs that serve until they are told to end.</summary>
internal static class ProgramLife
{
    /// <summary>Completes at SIGTERM or SIGINT; throws when the process is killed.</summary>
    public static async Task UntilToldToEndAsync(this ProgramContext context, CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        context.Process.Handler = signal =>
        {
            if (signal is not (Signal.Term or Signal.Int)) return false;
            told.TrySetResult();
            return true;
        };
        await told.Task.WaitAsync(cancellationToken);
    }
}
