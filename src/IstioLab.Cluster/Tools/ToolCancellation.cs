namespace IstioLab.Cluster.Tools;

internal static class ToolCancellation
{
    public static void ThrowIfCancellationRequested(
        this CancellationToken cancellationToken, ToolCommand command, ToolProcess process, ToolExit exit)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            var how = exit.Killed ? "killed" : "stopped gracefully";
            throw new OperationCanceledException(
                $"'{command.Tool.Name}' was cancelled; its process (pid {process.Id}) was {how}.", cancellationToken);
        }
    }
}
