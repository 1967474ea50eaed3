namespace IstioLab.Cluster.Embedded.Programs.Services;

/// <summary>pause: does nothing until SIGTERM.</summary>
internal sealed class PauseProgram : IProgram
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(ProgramContext context, CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        context.Process.Handler = signal => signal is Runtime.Processes.Signal.Term or Runtime.Processes.Signal.Int && stopped.TrySetResult();
        await stopped.Task.WaitAsync(cancellationToken);
        return 0;
    }
}
