using IstioLab.Config.Discovery;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Virtual hosts of services that no VirtualService is about: one route named <c>default</c>.</summary>
internal static class DefaultHosts
{
    public static VirtualHost Of(MeshService service, int port, MeshSettings settings, HashPolicy? hash)
    {
        var name = DomainNames.WithPort(service.Hostname, port);
        var rule = new RuleReference(service.Source.Id.ToString(), "", service.Source.Position);
        var route = new Route
        {
            Name = "default",
            Rule = rule,
            Named = new OperationName(name, "/*"),
            Action = new ForwardAction
            {
                Destinations =
                [
                    new WeightedDestination(
                        ClusterNames.Outbound(service.Hostname, port), service.Hostname, "", port, 1, HeaderOperations.None, HeaderOperations.None),
                ],
                TotalWeight = 1,
                Retries = RetryCompiler.Compile(null, settings, false),
                HashPolicies = hash is null ? [] : [hash],
            },
        };
        return new VirtualHost(name, [service.Hostname], [route]) { Rule = rule };
    }
}
