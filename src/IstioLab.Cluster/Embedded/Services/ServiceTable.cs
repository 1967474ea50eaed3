using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Controllers;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;
using IstioLab.Proxy.Network;

namespace IstioLab.Cluster.Embedded.Services;

/// <summary>
/// What kube-proxy does: a cluster address and port stand for the ready endpoints of the Service, one of which each connection takes;
/// when none is ready, those that still serve while they terminate.
/// </summary>
internal sealed class ServiceTable(IObjectApi api) : IController, IServiceTable
{
    private readonly ConcurrentDictionary<IPEndPoint, ServiceChoices> _choices = new();
    private readonly ConcurrentDictionary<IPAddress, ObjectKey> _owners = new();
    private readonly Dictionary<ObjectKey, HashSet<IPEndPoint>> _written = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Name => "service-table";

    public IReadOnlyCollection<string> Watches { get; } = [Resources.Services, Resources.EndpointSlices];

    public IEnumerable<ObjectKey> KeysOf(ObjectEvent change)
    {
        var item = change.Object;
        if (item.Key.Resource == Resources.Services) return [item.Key];
        return item.Labels.TryGetValue(EndpointSliceController.ServiceLabel, out var service)
            ? [new ObjectKey(Resources.Services, item.Key.Namespace, service)]
            : [];
    }

    public bool TryResolve(IPEndPoint serviceAddress, int random, out IPEndPoint endpoint, out bool isService)
    {
        endpoint = null!;
        if (_choices.TryGetValue(serviceAddress, out var choices))
        {
            isService = true;
            var endpoints = choices.Endpoints;
            if (endpoints.IsEmpty) return false;
            endpoint = endpoints[(int)((uint)random % (uint)endpoints.Length)];
            return true;
        }

        isService = _owners.ContainsKey(serviceAddress.Address);
        return false;
    }

    /// <summary>Completes when no EndpointSlice names the pod's address as ready, and the table has taken note of it.</summary>
    public async Task UntilLeftAsync(IPAddress address, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = Volatile.Read(ref _changed);
            if (!_choices.Values.Any(choices => choices.Ready.Contains(address))) return;
            await changed.Task.WaitAsync(cancellationToken);
        }
    }

    public ValueTask<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var written = new HashSet<IPEndPoint>();
        var stored = api.Find(key.Resource, key.Namespace, key.Name);
        if (stored is not null && stored.ToNode() is var service
            && IPAddress.TryParse(service.Text("spec", "clusterIP"), out var address))
        {
            _owners[address] = key;
            var slices = api.List(
                Resources.EndpointSlices, key.Namespace, LabelSelector.FromLabels([new(EndpointSliceController.ServiceLabel, key.Name)]))
                .Items.Select(slice => slice.ToNode()).ToList();
            foreach (var port in service.Items("spec", "ports"))
            {
                var at = new IPEndPoint(address, port.Number("port") ?? 0);
                _choices[at] = Choices(slices, port.Text("name"));
                written.Add(at);
            }
        }

        if (_written.Remove(key, out var before))
        {
            foreach (var gone in before.Where(at => !written.Contains(at)))
            {
                _choices.TryRemove(gone, out _);
                if (stored is null) _owners.TryRemove(gone.Address, out _);
            }
        }

        if (written.Count > 0) _written[key] = written;
        Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        return ValueTask.FromResult<TimeSpan?>(null);
    }

    private static ServiceChoices Choices(List<JsonObject> slices, string portName)
    {
        var ready = ImmutableArray.CreateBuilder<IPEndPoint>();
        var leaving = ImmutableArray.CreateBuilder<IPEndPoint>();
        foreach (var slice in slices)
        {
            var port = slice.Items("ports").FirstOrDefault(item => item.Text("name") == portName).Number("port");
            if (port is null) continue;
            foreach (var endpoint in slice.Items("endpoints"))
            {
                var conditions = endpoint.At("conditions");
                var target = conditions.At("ready") is null || conditions.Flag("ready") ? ready
                    : conditions.Flag("serving") && conditions.Flag("terminating") ? leaving : null;
                if (target is null) continue;
                foreach (var text in endpoint.Texts("addresses"))
                {
                    if (IPAddress.TryParse(text, out var pod)) target.Add(new IPEndPoint(pod, port.Value));
                }
            }
        }

        return new ServiceChoices((ready.Count > 0 ? ready : leaving).ToImmutable(), [.. ready.Select(endpoint => endpoint.Address)]);
    }
}
