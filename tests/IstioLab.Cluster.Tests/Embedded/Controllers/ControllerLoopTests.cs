using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace IstioLab.Cluster.Tests.Embedded.Controllers;

public sealed class ControllerLoopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Controller_is_settled_when_it_is_done_with_the_last_change_deletions_too()
    {
        await using var harness = new ControllerHarness();
        await harness.StartAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var controller = new HeldController();
        var loop = new ControllerLoop(controller, harness.Api, harness.Time, NullLogger.Instance);
        var running = loop.RunAsync(stop.Token);
        await loop.SettledAsync(Token);

        await harness.CreateAsync(Resources.Secrets, "x", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "one" } });
        await AssertHeldAsync("one");
        await harness.Api.DeleteAsync(Resources.Secrets, "x", "one", new(), Token);
        await AssertHeldAsync("one");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        async Task AssertHeldAsync(string name)
        {
            var settled = loop.SettledAsync(Token);
            Assert.Equal(name, await controller.Began.WaitAsync(Token));
            Assert.False(settled.IsCompleted);
            controller.Release();
            await settled;
        }
    }

    /// <summary>Begins with each key and goes on when the test lets it.</summary>
    private sealed class HeldController : IController
    {
        private TaskCompletionSource<string> _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "held";

        public IReadOnlyCollection<string> Watches { get; } = [Resources.Secrets];

        public Task<string> Began => Volatile.Read(ref _began).Task;

        public IEnumerable<ObjectKey> KeysOf(ObjectEvent change) => [change.Object.Key];

        public async ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
        {
            _began.SetResult(key.Name);
            await _released.Task.WaitAsync(cancellationToken);
            _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return null;
        }

        public void Release()
        {
            Volatile.Write(ref _began, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _released.SetResult();
        }
    }
}
