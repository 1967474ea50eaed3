using System.Collections.Immutable;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>A virtual host of a gateway while VirtualServices add to it.</summary>
internal sealed class GatewayHost(string name, int port, RuleReference server)
{
    private readonly List<Route> routes = [];
    private readonly List<DroppedRule> dropped = [];
    private RuleReference? rule;

    public string Name { get; } = name;

    public bool RequiresTls { get; set; }

    public void Add(VirtualService source, CompiledRules compiled, bool requiresTls)
    {
        routes.AddRange(compiled.Routes);
        dropped.AddRange(compiled.Dropped);
        rule ??= new RuleReference(source.Source.Id.ToString(), "", source.Source.Position);
        RequiresTls |= requiresTls;
    }

    public bool HasSameRoutes(GatewayHost other) =>
        routes.Count == other.routes.Count
        && routes.Zip(other.routes).All(pair => ReferenceEquals(pair.First, pair.Second));

    public VirtualHost ToVirtualHost(IEnumerable<string> domains)
    {
        ImmutableArray<Route> sorted =
            [.. routes.Where(route => !route.Conditions.IsEmpty), .. routes.Where(route => route.Conditions.IsEmpty)];
        return new VirtualHost(DomainNames.WithPort(Name, port), [.. domains], sorted)
        {
            RequiresTls = RequiresTls,
            Rule = RequiresTls ? server : rule ?? server,
            Dropped = [.. dropped],
        };
    }
}
