using System.Collections.Immutable;
using System.Text;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Istio;

/// <summary>Reads one http rule.</summary>
internal sealed class HttpRuleReader(VirtualServiceReader owner, YamlNode node, int position)
{
    public HttpRule Read() => new()
    {
        Name = node.Text("name"),
        Rule = owner.Rule(RulePaths.OfRule(position), node),
        Matches = node.Read("match", this, static (reader, match, index) => reader.ReadMatch(match, index)),
        Destinations = node.Read("route", this, static (reader, route, _) => reader.ReadDestination(route)),
        Redirect = node["redirect"] is YamlMapping redirect ? ReadRedirect(redirect) : null,
        DirectResponse = node["directResponse"] is YamlMapping direct ? ReadDirectResponse(direct) : null,
        Delegate = node["delegate"] is YamlMapping delegated ? ReadDelegate(delegated) : null,
        Rewrite = node["rewrite"] is YamlMapping rewrite ? ReadRewrite(rewrite) : null,
        Timeout = node.Duration("timeout"),
        Retries = node["retries"] is YamlMapping retries ? ReadRetries(retries) : null,
        Fault = node["fault"] is YamlMapping fault ? ReadFault(fault) : null,
        Mirror = owner.ReadDestination(node["mirror"]),
        MirrorPercentage = Percentage("mirrorPercentage", node),
        MirrorPercent = (int?)node.OptionalLong("mirrorPercent"),
        Mirrors = node.Has("mirrors")
            ? [.. node.Items("mirrors").Select(mirror => new HttpMirror(
                owner.ReadDestination(mirror["destination"]), Percentage("percentage", mirror)))]
            : default,
        Cors = node["corsPolicy"] is YamlMapping cors ? ReadCors(cors) : null,
        Headers = node["headers"] is YamlMapping headers ? ReadHeaders(headers) : null,
    };

    private HttpMatch ReadMatch(YamlNode match, int index) => new()
    {
        Name = match.Text("name"),
        Uri = ReadString(match["uri"]),
        Scheme = ReadString(match["scheme"]),
        Method = ReadString(match["method"]),
        Authority = ReadString(match["authority"]),
        Headers = ReadNamed(match, "headers"),
        WithoutHeaders = ReadNamed(match, "withoutHeaders"),
        QueryParams = ReadNamed(match, "queryParams"),
        IgnoreUriCase = match.Boolean("ignoreUriCase"),
        Port = match.Integer("port"),
        SourceLabels = match["sourceLabels"].ToTextMap(),
        SourceNamespace = match.Text("sourceNamespace"),
        Gateways = owner.ReadGateways(match),
        StatPrefix = match.Text("statPrefix"),
        Rule = owner.Rule(RulePaths.OfMatch(position, index), match),
    };

    private HttpDestination ReadDestination(YamlNode route) => new(
        owner.ReadDestination(route["destination"]) ?? new Destination("", "", null),
        route.Integer("weight"),
        route["headers"] is YamlMapping headers ? ReadHeaders(headers) : null);

    private DelegateReference ReadDelegate(YamlMapping delegated)
    {
        var space = delegated.Text("namespace");
        return new DelegateReference(space.Length == 0 ? owner.Namespace : space, delegated.Text("name"));
    }

    private static StringMatch? ReadString(YamlNode? value)
    {
        if (value is not YamlMapping mapping)
        {
            return null;
        }

        foreach (var field in mapping.Fields)
        {
            if (field.Key is "exact" or "prefix" or "regex")
            {
                return new StringMatch(field.Key, field.Value.AsText());
            }
        }

        return new StringMatch("", "");
    }

    private static ImmutableArray<NamedMatch> ReadNamed(YamlNode match, string key) => match[key] is null ? [] :
    [
        .. match.Fields(key)
            .DistinctBy(field => field.Key, StringComparer.Ordinal)
            .Select(field => new NamedMatch(field.Key, ReadString(field.Value) ?? new StringMatch("", ""))),
    ];

    private static HttpRedirect ReadRedirect(YamlMapping value) => new()
    {
        Uri = value.Text("uri"),
        Authority = value.Text("authority"),
        Scheme = value.Text("scheme"),
        Code = value.Integer("redirectCode"),
        Port = (int?)value.OptionalLong("port"),
        DerivePort = value.OptionalText("derivePort"),
    };

    private static HttpDirectResponse ReadDirectResponse(YamlMapping value)
    {
        var body = value["body"];
        if (body.OptionalText("bytes") is { } bytes)
        {
            var buffer = new byte[bytes.Length];
            return new HttpDirectResponse(
                value.Integer("status"),
                Convert.TryFromBase64String(bytes, buffer, out var length) ? buffer.AsMemory(0, length) : default);
        }

        return new HttpDirectResponse(value.Integer("status"), Encoding.UTF8.GetBytes(body.Text("string")));
    }

    private static HttpRewrite ReadRewrite(YamlMapping value)
    {
        var regex = value["uriRegexRewrite"];
        return new HttpRewrite(value.Text("uri"), value.Text("authority"), regex.OptionalText("match"), regex.Text("rewrite"));
    }

    public static HttpRetry ReadRetries(YamlNode value) => new()
    {
        Attempts = value.Integer("attempts"),
        PerTryTimeout = value.Duration("perTryTimeout"),
        RetryOn = value.Text("retryOn"),
        RemoteLocalities = value.Boolean("retryRemoteLocalities"),
        IgnorePreviousHosts = value.OptionalBoolean("retryIgnorePreviousHosts"),
        BackOff = value.Duration("backoff"),
    };

    private static HttpFault ReadFault(YamlMapping value)
    {
        var delay = value["delay"];
        var abort = value["abort"];
        return new HttpFault
        {
            HasDelay = delay is YamlMapping,
            FixedDelay = delay.Duration("fixedDelay"),
            DelayPercentage = Percentage("percentage", delay),
            DelayPercent = delay.Integer("percent"),
            HasAbort = abort is YamlMapping,
            HttpStatus = (int?)abort.OptionalLong("httpStatus"),
            GrpcStatus = abort.Text("grpcStatus"),
            AbortPercentage = Percentage("percentage", abort),
        };
    }

    private static HttpCors ReadCors(YamlMapping value) => new()
    {
        AllowOrigins = value.Has("allowOrigins")
            ? [.. value.Items("allowOrigins").Select(item => ReadString(item) ?? new StringMatch("", ""))]
            : [.. value.Texts("allowOrigin").Select(origin => new StringMatch("exact", origin))],
        AllowMethods = value.Texts("allowMethods"),
        AllowHeaders = value.Texts("allowHeaders"),
        ExposeHeaders = value.Texts("exposeHeaders"),
        MaxAge = value.Duration("maxAge"),
        AllowCredentials = value.Boolean("allowCredentials"),
        IgnoreUnmatchedPreflights = value.Text("unmatchedPreflights") == "IGNORE",
    };

    private static HeaderRules ReadHeaders(YamlMapping value)
    {
        var request = value["request"];
        var response = value["response"];
        return new HeaderRules
        {
            RequestSet = Pairs(request, "set"),
            RequestAdd = Pairs(request, "add"),
            RequestRemove = request.Texts("remove"),
            ResponseSet = Pairs(response, "set"),
            ResponseAdd = Pairs(response, "add"),
            ResponseRemove = response.Texts("remove"),
        };
    }

    private static ImmutableArray<KeyValuePair<string, string>> Pairs(YamlNode? value, string key) =>
        [.. value.Fields(key).Select(field => KeyValuePair.Create(field.Key, field.Value.AsText()))];

    /// <summary>A Percent: <c>{}</c> is 0, a missing one is nothing.</summary>
    private static double? Percentage(string key, YamlNode? value) =>
        value?[key] is YamlMapping percent ? percent.OptionalNumber("value") ?? 0 : null;
}
