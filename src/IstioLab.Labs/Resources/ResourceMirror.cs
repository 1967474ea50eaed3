using System.Text.Json;
using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>Turns changes of the cluster's objects into changes of resources. Pure: the same events give the same changes.</summary>
public sealed class ResourceMirror
{
    private readonly ClusterInfo _info;
    private readonly ClusterView _view;
    private readonly Dictionary<string, (LabResource Resource, string Json)> _resources = new(StringComparer.Ordinal);
    private string? _problem;

    /// <summary>Makes a mirror of a cluster without objects; the cluster itself is a resource already.</summary>
    public ResourceMirror(ClusterInfo info)
    {
        _info = info;
        _view = new ClusterView(info.Labs);
        Update();
    }

    /// <summary>The resources as they are now.</summary>
    public IReadOnlyList<LabResource> Resources => [.. _resources.Values.Select(entry => entry.Resource).OrderBy(resource => resource.Name, StringComparer.Ordinal)];

    /// <summary>Takes changes of objects in.</summary>
    /// <returns>The resources that are different or gone, those of other objects that depend on them included.</returns>
    public IReadOnlyList<LabResourceChange> Apply(params IEnumerable<ClusterEvent> events)
    {
        foreach (var change in events)
        {
            _view.Apply(change);
        }

        return Update();
    }

    /// <summary>The resource with a name; null when there is none.</summary>
    public LabResource? Find(string name) => _resources.TryGetValue(name, out var entry) ? entry.Resource : null;

    /// <summary>Says that the API does not answer, or answers again.</summary>
    /// <param name="problem">What is wrong; null for nothing.</param>
    /// <returns>The resources that are different.</returns>
    public IReadOnlyList<LabResourceChange> SetProblem(string? problem)
    {
        if (problem == _problem)
        {
            return [];
        }

        _problem = problem;
        return Update();
    }

    private List<LabResourceChange> Update()
    {
        var current = ClusterResource.Of(_info, _problem, _view)
            .Concat(_view.All.Select(entry => ResourceOf(entry.Key, entry.Object)).OfType<LabResource>())
            .ToDictionary(resource => resource.Name, StringComparer.Ordinal);
        var changes = new List<LabResourceChange>();
        foreach (var gone in _resources.Values.Where(entry => !current.ContainsKey(entry.Resource.Name)).ToList())
        {
            _resources.Remove(gone.Resource.Name);
            changes.Add(new LabResourceChange(gone.Resource.Name, null, gone.Resource.Type));
        }

        foreach (var resource in current.Values.OrderBy(resource => resource.Name, StringComparer.Ordinal))
        {
            var json = JsonSerializer.Serialize(resource);
            if (!_resources.TryGetValue(resource.Name, out var before) || before.Json != json)
            {
                _resources[resource.Name] = (resource, json);
                changes.Add(new LabResourceChange(resource.Name, resource, resource.Type));
            }
        }

        return changes;
    }

    private LabResource? ResourceOf(ObjectKey key, JsonObject value) => key.Kind switch
    {
        "Namespace" => _view.LabOf(key.Name) is { } lab ? ActiveLabResource.Of(lab, value, _view, _info.Language) : null,
        "Deployment" when GatewayResource.IsGateway(value) => GatewayResource.Of(key, value, _view, _info),
        "Deployment" => DeploymentResource.Of(key, value, _view),
        "Pod" => PodResource.Of(key, value, _view),
        "Service" => ServiceResource.Of(key, value, _view),
        "VirtualService" => VirtualServiceResource.Of(key, value, _view),
        "DestinationRule" => DestinationRuleResource.Of(key, value, _view),
        "WorkloadEntry" => WorkloadEntryResource.Of(key, value),
        _ => null,
    };
}
