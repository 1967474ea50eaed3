using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using IstioLab.Config.Discovery;
using IstioLab.Config.Injection;
using IstioLab.Config.Istio;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Routing.Conditions;
using IstioLab.Config.Snapshots;
using IstioLab.Config.Snapshots.Compiling;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Tests.Vectors;

/// <summary>Tables of Istio's helper functions and what their counterparts here give.</summary>
public sealed class ModelVectorTests
{
    private const string File = "model.sample.jsonl";

    public static TheoryData<int, string> Rows() => VectorFile.Rows(File, _ => true);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Function_gives_what_Istios_gives(int index, string source)
    {
        var row = VectorFile.Load(File)[index];
        Assert.Equal(source, VectorFile.Text(row["source"]));
        var item = row["case"]!.AsObject();
        var (expected, actual) = VectorFile.Text(row["kind"]) switch
        {
            "ConvertProtocol" => (Text(item, item.ContainsKey("out") ? "out" : "expectedProto"), ServiceProtocols.Name(ServiceProtocols.OfPort(
                (int?)item["port"] ?? 0, item.ContainsKey("expectedProto") ? Text(item, "portName") : Text(item, "name"), Text(item, "proto"), (string?)item["appProtocol"]))),
            "Parse" => (Text(item, "out"), ServiceProtocols.Name(ServiceProtocols.Parse(Text(item, "name")))),
            "ResolveShortnameToFQDN" => (Text(item, "out"), HostName.Resolve(Text(item, "name"), Text(item["meta"]!, "namespace"), Text(item["meta"]!, "domain"))),
            "MostSpecificHostMatch" => (Text(item, "want"), HostName.MostSpecific(Text(item, "needle"), Texts(item, "in")) ?? ""),
            "NameMatches" => (Text(item, "out"), Json(HostName.Matches(Text(item, "a"), Text(item, "b")))),
            "NameSubsetOf" => (Text(item, "out"), Json(HostName.IsSubsetOf(Text(item, "a"), Text(item, "b")))),
            "MoreSpecific" => (Text(item, "expected"), Json(HostName.IsMoreSpecific(Text(item, "host1"), Text(item, "host2")))),
            "NamesIntersection" => (Json(Texts(item, "intersection")), Json(HostName.Intersect(Texts(item, "a"), Texts(item, "b")))),
            "NamesForNamespace" => (Json(Texts(item, "want")), Json(HostName.ForNamespace(Texts(item, "hosts"), Text(item, "namespace")))),
            "NamesSortOrder" => (Json(Texts(item, "want")), Json(Sort(Texts(item, "in")))),
            "ToRoutingClaim" => (Json(Texts(item["want"]!, "claims")), Json(RoutingClaim.Parse(Text(item, "name")))),
            "BuildStatPrefix" => (Text(item, "want"), StatName(item)),
            "NativeSidecarAnnotationOverride" => (Text(item, "expectContainer"), ListOfProxy(item)),
            "TraceOperation" => (Text(item, "match"), $"{DomainNames.WithPort(Text(item, "host"), (int)item["port"]!)}/*"),
            "SourceMatchHTTP" => (Text(item, "want"), Json(SourceMatches(item["args"]!))),
            "GetLocalityLbSetting" => (item["expected"] is null ? "off" : Json(Locality(item["expected"])), Chosen(item)),
            "ComposePeerAuthentication" => (Text(item["want"]!, "mode"), Json(PeerMode(item))),
            "HasConflict" => (Text(item, "expected"), Json(MatchConflicts.HasConflict(Match(item["root"]!), Match(item["leaf"]!)))),
            "MergeHTTPMatchRequests" => (Json(Normal(Matches(item["expected"]))), Json(Normal(DelegateMerger.MergeMatches(Matches(item["root"]), Matches(item["delegate"])) ?? []))),
            "MergeHttpRoutes" => (Json(Normal(Rules(item["expected"]))), Json(Normal(DelegateMerger.MergeRules(Rules(new JsonArray(item["root"]!.DeepClone()))[0], Rules(item["delegate"]))))),
            "MergeSubsetTrafficPolicy" => (Json(Policy(item["expected"])), Json(PolicyMerger.Merge(Policy(item["original"]), Policy(item["subset"]), (int?)item["port"]?["port"]))),
            var kind => ("a counterpart", kind),
        };
        Assert.Equal(expected, actual);
    }

    private static string Text(JsonNode node, string key) => VectorFile.Text(node[key]);

    private static List<string> Texts(JsonNode node, string key) => [.. node[key]?.AsArray().Select(VectorFile.Text) ?? []];

    private static string Json<T>(T value) => value is bool flag ? (flag ? "true" : "false") : JsonSerializer.Serialize(value);

    private static List<string> Sort(List<string> names)
    {
        names.Sort((first, second) => first == second ? 0 : HostName.IsMoreSpecific(first, second) ? -1 : 1);
        return names;
    }

    private static YamlNode? Node(JsonNode? node) =>
        node is null ? null : YamlJson.FromJson(JsonSerializer.SerializeToElement(node));

    private static bool SourceMatches(JsonNode args)
    {
        var labels = Node(args["proxyLabels"]).ToTextMap();
        var context = new RouteContext
        {
            Proxy = new ProxyIdentity { Namespace = Text(args, "proxyNamespace"), Labels = labels },
            Settings = MeshSettings.Default,
            ListenerPort = 0,
            Gateways = Texts(args, "gatewayNames").ToHashSet(),
            FindService = _ => null,
            FindOriginal = _ => null,
            FindHash = _ => null,
        };
        return StaticMatch.FindFailure(args["match"] is null ? null : Match(args["match"]!, qualify: false), context) is null;
    }

    private static LocalitySettings? Locality(JsonNode? node) => PolicyReader.ReadLocality(Node(node));

    private static string Chosen(JsonObject item)
    {
        var chosen = PolicyMerger.ChooseLocality(Locality(item["mesh"]), Locality(item["dr"]));
        return chosen is null ? "off" : Json(chosen);
    }

    private static int PeerMode(JsonObject item)
    {
        var policies = item["configs"]!.AsArray().Select(config => PeerAuthentication.Read(Source("PeerAuthentication", config!)));
        return PeerAuthenticationResolver.Compose(policies, "root-namespace").Mode switch
        {
            MutualTlsMode.Disable => 1,
            MutualTlsMode.Permissive => 2,
            _ => 3,
        };
    }

    private static string StatName(JsonObject item)
    {
        var service = new MeshService
        {
            Hostname = Text(item, "host"),
            Name = Text(item["attributes"]!, "name"),
            Namespace = Text(item["attributes"]!, "namespace"),
            IsKubernetes = Text(item["attributes"]!, "serviceRegistry") == "Kubernetes",
            Ports = [],
            Source = new ConfigObject { Id = new ObjectId("", "Service", "", ""), Version = "v1", Root = Node(new JsonObject())! },
        };
        var port = new ServicePort((int)item["port"]!["port"]!, Text(item["port"]!, "name"), ServiceProtocols.Parse(Text(item["port"]!, "protocol")), "");
        return StatNames.Fill(Text(item, "statPattern"), service, port, Text(item, "subsetName"), (int?)item["targetPort"] ?? 0);
    }

    /// <summary>The list of a pod's containers that the injector puts the proxy into.</summary>
    private static string ListOfProxy(JsonObject item)
    {
        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "app", ["annotations"] = item["annotations"]?.DeepClone() },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "app" }) },
        };
        new SidecarInjector(new InjectionOptions { NativeSidecars = (bool?)item["nativeSidecar"] ?? false }).InjectPod(pod);
        return pod["spec"]!.AsObject().Single(list => list.Value is JsonArray entries && entries.Any(entry => Text(entry!, "name") == "istio-proxy")).Key;
    }

    private static ConfigObject Source(string kind, JsonNode config) => new()
    {
        Id = new ObjectId("istio.io", kind, Text(config["meta"]!, "namespace"), Text(config["meta"]!, "name")),
        Version = "v1",
        CreationTime = DateTimeOffset.TryParse(
            Text(config["meta"]!, "creationTimestamp"), System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : default,
        Root = Node(new JsonObject { ["spec"] = config["spec"]?.DeepClone() })!,
    };

    private static ImmutableArray<HttpRule> Rules(JsonNode? rules)
    {
        var spec = new JsonObject { ["http"] = rules?.DeepClone() };
        var source = new ConfigObject { Id = new ObjectId("", "VirtualService", "default", "vs"), Version = "v1", Root = Node(spec)! };
        return new VirtualServiceReader(source, "").ReadHttp(Node(spec));
    }

    private static ImmutableArray<HttpMatch> Matches(JsonNode? matches) =>
        matches is null ? [] : Rules(new JsonArray(new JsonObject { ["match"] = matches.DeepClone() }))[0].Matches;

    private static HttpMatch Match(JsonNode match, bool qualify = true)
    {
        var read = Matches(new JsonArray(match.DeepClone()))[0];
        return qualify ? read : read with { Gateways = [.. Texts(match, "gateways")] };
    }

    private static TrafficPolicy? Policy(JsonNode? policy) => DestinationRuleReader.ReadPolicy(Node(policy));

    /// <summary>Leaves out what only says where a rule was written, and the order of maps.</summary>
    private static IEnumerable<object> Normal(ImmutableArray<HttpMatch> matches) => matches.Select(match => new
    {
        match.Name, match.Uri, match.Scheme, match.Method, match.Authority, match.IgnoreUriCase, match.Port, match.SourceNamespace, match.Gateways, match.StatPrefix,
        Headers = match.Headers.OrderBy(header => header.Name, StringComparer.Ordinal),
        Without = match.WithoutHeaders.OrderBy(header => header.Name, StringComparer.Ordinal),
        Query = match.QueryParams.OrderBy(header => header.Name, StringComparer.Ordinal),
        Labels = match.SourceLabels.OrderBy(pair => pair.Key, StringComparer.Ordinal),
    });

    private static IEnumerable<object> Normal(ImmutableArray<HttpRule> rules) => rules.Select(rule => new
    {
        rule.Name, rule.Destinations, rule.Redirect, rule.Rewrite, rule.Timeout, rule.Retries, rule.Fault, rule.Mirror, rule.MirrorPercent, rule.MirrorPercentage, rule.Cors, rule.Headers,
        Mirrors = rule.Mirrors.IsDefault ? [] : rule.Mirrors,
        Matches = Normal(rule.Matches),
    });
}
