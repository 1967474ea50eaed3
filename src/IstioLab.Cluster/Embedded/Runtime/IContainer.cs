using IstioLab.Cluster.Embedded.Runtime.Logs;

namespace IstioLab.Cluster.Embedded.Runtime;

/// <summary>One container of a pod. Disposing it kills whatever still runs.</summary>
internal interface IContainer : IAsyncDisposable
{
    /// <summary>What the container was created from.</summary>
    ContainerSpec Spec { get; }

    /// <summary>Standard output and standard error of process 1. It stays readable after the end.</summary>
    ContainerLog Log { get; }

    /// <summary>Completes with the exit code of process 1: 137 after a kill, 128 + n after any other signal.</summary>
    Task<int> Exited { get; }

    /// <summary>Starts process 1.</summary>
    /// <exception cref="ContainerStartException">The command does not exist; the container then never runs.</exception>
    void Start();

    /// <summary>Sends SIGTERM, waits for the end up to <paramref name="grace"/>, then kills. Done when process 1 is gone.</summary>
    ValueTask StopAsync(TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Runs a further command in the container and returns its exit code.</summary>
    /// <exception cref="ContainerStartException">The command does not exist, or the container does not run.</exception>
    Task<int> ExecAsync(ExecRequest request, CancellationToken cancellationToken);

    /// <summary>Connects a caller to the console of process 1 and returns its exit code when it ends.</summary>
    /// <exception cref="ContainerStartException">The container does not run.</exception>
    Task<int> AttachAsync(AttachRequest request, CancellationToken cancellationToken);
}
