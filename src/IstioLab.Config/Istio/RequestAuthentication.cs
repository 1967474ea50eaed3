using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Istio;

/// <summary>A RequestAuthentication as written.</summary>
internal sealed record RequestAuthentication(ConfigObject Source, FrozenDictionary<string, string> Selector, ImmutableArray<JwtRule> Rules)
{
    public RuleReference Rule => new(Source.Id.ToString(), "jwtRules", Source.Position);

    public static RequestAuthentication Read(ConfigObject source)
    {
        var spec = source.Root["spec"];
        return new RequestAuthentication(
            source, spec.Child("selector").Child("matchLabels").ToTextMap(), [.. spec.Items("jwtRules").Select(JwtRule.Read)]);
    }

    /// <summary>Whether the policy is for a proxy: the root namespace's for all, others for their own namespace.</summary>
    public bool Applies(ProxyIdentity proxy, string root) =>
        (Source.Id.Namespace == root || Source.Id.Namespace == proxy.Namespace) && LabelMaps.IsSubset(Selector, proxy.Labels);
}
