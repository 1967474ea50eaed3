using IstioLab.Config.Discovery;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>The virtual host of names that the mesh does not know: <c>allow_any</c> passes them on, <c>block_all</c> answers 502.</summary>
internal static class CatchAllHosts
{
    public static VirtualHost Of(SidecarScope scope, MeshSettings settings)
    {
        var rule = RuleOf(scope, settings);
        return scope.OutboundPolicy == OutboundPolicyMode.AllowAny ? AllowAny(rule, scope.UnknownDestination) : BlockAll(rule);
    }

    public static RuleReference RuleOf(SidecarScope scope, MeshSettings settings) =>
        scope.Sidecar is { OutboundPolicy: not null } sidecar
            ? new RuleReference(sidecar.Source.Id.ToString(), "outboundTrafficPolicy", sidecar.Source.Position)
            : new RuleReference($"ConfigMap {settings.RootNamespace}/istio", "outboundTrafficPolicy", null);

    private static VirtualHost AllowAny(RuleReference rule, WeightedDestination destination) => new(
        "allow_any",
        ["*"],
        [
            new Route
            {
                Name = "allow_any",
                Rule = rule,
                Action = new ForwardAction
                {
                    Destinations = [destination],
                    TotalWeight = 1,
                },
            },
        ])
    { Rule = rule };

    private static VirtualHost BlockAll(RuleReference rule) => new(
        "block_all",
        ["*"],
        [new Route { Name = "block_all", Rule = rule, Action = new DirectResponseAction(502, default) }])
    { Rule = rule };
}
