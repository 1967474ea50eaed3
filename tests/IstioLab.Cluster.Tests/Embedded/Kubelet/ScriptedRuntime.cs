using System.Collections.Concurrent;
using IstioLab.Cluster.Embedded.Runtime;
using IstioLab.Cluster.Embedded.Runtime.Logs;

namespace IstioLab.Cluster.Tests.Embedded.Kubelet;

/// <summary>A runtime whose containers do what the image's name says: <c>sleep</c> runs, <c>exit-3</c> ends, anything else is unknown.</summary>
internal sealed class ScriptedRuntime(TimeProvider time) : IContainerRuntime
{
    public ConcurrentQueue<ContainerSpec> Created { get; } = new();

    public bool HasImage(string image) => image == "sleep" || image == "listen" || image.StartsWith("exit-", StringComparison.Ordinal);

    public string DescribeMissingImage(string image) => $"'{image}' is not in the catalogue.";

    public IContainer Create(ContainerSpec spec)
    {
        Created.Enqueue(spec);
        return new ScriptedContainer(spec, time);
    }

    private sealed class ScriptedContainer(ContainerSpec spec, TimeProvider time) : IContainer
    {
        private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ContainerSpec Spec => spec;

        public ContainerLog Log { get; } = new(time);

        public Task<int> Exited => _exited.Task;

        public void Start()
        {
            Log.WriteLine($"{spec.Name} started");
            if (spec.Image.StartsWith("exit-", StringComparison.Ordinal)) _exited.TrySetResult(int.Parse(spec.Image[5..], System.Globalization.CultureInfo.InvariantCulture));
            if (spec.Image == "listen") spec.Network.Listen(80);
        }

        public ValueTask StopAsync(TimeSpan grace, CancellationToken cancellationToken)
        {
            _exited.TrySetResult(137);
            return ValueTask.CompletedTask;
        }

        public Task<int> ExecAsync(ExecRequest request, CancellationToken cancellationToken) => Task.FromResult(0);

        public Task<int> AttachAsync(AttachRequest request, CancellationToken cancellationToken) => Exited.WaitAsync(cancellationToken);

        public ValueTask DisposeAsync()
        {
            _exited.TrySetResult(137);
            return ValueTask.CompletedTask;
        }
    }
}
