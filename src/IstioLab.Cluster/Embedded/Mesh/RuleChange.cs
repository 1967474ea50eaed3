using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Mesh;

/// <summary>The newest change of a rule.</summary>
/// <param name="Rule">The rule as stored.</param>
/// <param name="Node">The rule's JSON, which nobody changes.</param>
/// <param name="Version">The first snapshot that has the change.</param>
/// <param name="Taken">How long the proxies that were connected then took.</param>
internal sealed record RuleChange(StoredObject Rule, JsonObject Node, long Version, TimeSpan Taken)
{
    public RuleActivation Activation(ImmutableArray<MeshProxy> proxies)
    {
        var concerned = proxies.Where(proxy => RuleVisibility.Sees(proxy.Identity, Node)).ToList();
        var active = concerned.Count(proxy => proxy.Acknowledged >= Version);
        return new RuleActivation(Node.Text("kind"), Rule.Namespace, Rule.Name, Rule.Generation, active, concerned.Count, Taken);
    }
}
