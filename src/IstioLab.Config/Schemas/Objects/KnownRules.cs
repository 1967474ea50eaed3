using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Schemas.Objects;

/// <summary>The CEL rules of Istio's CRDs as code, found by their text. A rule that is not known here passes.</summary>
internal static partial class KnownRules
{
    private static readonly FrozenDictionary<string, Func<JsonNode, bool>> s_rules = new Dictionary<string, Func<JsonNode, bool>>
    {
        ["duration(self) >= duration('1ms')"] = static self => GoDuration.TryParse(Text(self), out var value) && value >= GoDuration.Millisecond,
        ["0 < self && self <= 65535"] = static self => IsPort(JsonTypes.Number(self)),
        ["self.size() == 0"] = static self => Text(self).Length == 0,
        ["!self.contains(\"*\")"] = static self => !Text(self).Contains('*', StringComparison.Ordinal),
        ["self.all(key, !key.contains(\"*\"))"] = static self => Keys(self).All(static key => !key.Contains('*', StringComparison.Ordinal)),
        ["self.all(key, key.size() != 0)"] = static self => Keys(self).All(static key => key.Length > 0),
        ["self != \"*\""] = static self => Text(self) != "*",
        ["self in [\"\", \"HTTP\", \"HTTPS\"]"] = static self => Text(self) is "" or "HTTP" or "HTTPS",
        ["has(self.address) || has(self.network)"] = static self => Has(self, "address") || Has(self, "network"),
        ["has(self.wasm) != has(self.lua)"] = static self => Has(self, "wasm") != Has(self, "lua"),
        ["self.startsWith(\"unix://\") ? (self.substring(7, 8) == \"/\" || self.substring(7, 8) == \"@\") : true"] =
            static self => !IsSocket(Text(self)) || Text(self) is [_, _, _, _, _, _, _, '/' or '@', ..],
        ["self.startsWith(\"unix://\") ? !self.endsWith(\"/\") : true"] = static self => !IsSocket(Text(self)) || !Text(self).EndsWith('/'),
        ["(has(self.address) ? self.address : \"\").startsWith(\"unix://\") ? !has(self.ports) : true"] =
            static self => !IsSocket(Text(Get(self, "address"))) || !Has(self, "ports"),
        ["self.all(key, size(key) < 63 && key.matches(\"^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$\"))"] =
            static self => Keys(self).All(static key => key.Length < 63 && PortName().IsMatch(key)),
        ["self.all(key, 0 < int(key) && int(key) <= 65535)"] = static self => Keys(self).All(static key =>
            long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port) && IsPort(port)),
        ["self.all(l1, self.exists_one(l2, l1.number == l2.number))"] = static self =>
            self is not JsonArray array || array.Select(static item => Get(item, "number")?.ToJsonString()).Distinct().Count() == array.Count,
        ["(has(self.workloadSelector) ? 1 : 0) + (has(self.endpoints) ? 1 : 0) <= 1"] = AtMostOne("workloadSelector", "endpoints"),
        ["(has(self.workloadSelector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1"] = AtMostOne("workloadSelector", "targetRefs"),
        ["(has(self.selector) ? 1 : 0) + (has(self.targetRef) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1"] = AtMostOne("selector", "targetRef", "targetRefs"),
        ["(has(self.selector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1"] = AtMostOne("selector", "targetRefs"),
        ["(has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1"] = AtMostOne("tlsCertificates", "credentialNames"),
        ["(has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1"] = AtMostOne("tlsCertificates", "credentialNames"),
        ["(has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1"] = AtMostOne("credentialName", "credentialNames"),
        ["(has(self.jwksUri) ? 1 : 0) + (has(self.jwks_uri) ? 1 : 0) + (has(self.jwks) ? 1 : 0) <= 1"] = AtMostOne("jwksUri", "jwks_uri", "jwks"),
        ["url(self).getScheme() in [\"http\", \"https\"]"] = static self => Scheme(Text(self)) is "http" or "https",
        ["isURL(self) ? (url(self).getScheme() in [\"\", \"http\", \"https\", \"file\", \"oci\"]) : (isURL(\"http://\" + self) && url(\"http://\" + self).getScheme() in [\"\", \"http\", \"https\", \"file\", \"oci\"])"] = IsPluginUrl,
        ["isURL(self) ? (url(self).getScheme() in [\"\", \"http\", \"https\", \"oci\", \"file\"]) : (isURL(\"http://\" + self) && url(\"http://\" + self).getScheme() in [\"\", \"http\", \"https\", \"oci\", \"file\"])"] = IsPluginUrl,
        ["!((has(self.addresses) ? self.addresses : []).exists(k, k.contains(\"/\")) && !((has(self.resolution) ? self.resolution : \"NONE\") in [\"STATIC\", \"NONE\"]))"] =
            static self => !Items(Get(self, "addresses")).Any(static item => Text(item).Contains('/', StringComparison.Ordinal)) || Resolution(self) is "STATIC" or "NONE",
        ["((has(self.resolution) ? self.resolution : \"NONE\") == \"NONE\") ? !has(self.endpoints) : true"] =
            static self => Resolution(self) != "NONE" || !Has(self, "endpoints"),
        ["((has(self.resolution) ? self.resolution : \"\") == \"DNS_ROUND_ROBIN\") ? ((has(self.endpoints) ? self.endpoints : []).size() <= 1) : true"] =
            static self => Resolution(self) != "DNS_ROUND_ROBIN" || Items(Get(self, "endpoints")).Count() <= 1,
        ["has(self.portLevelMtls) ? (((has(self.selector) && has(self.selector.matchLabels)) ? self.selector.matchLabels : {}).size() > 0) : true"] =
            static self => !Has(self, "portLevelMtls") || Get(Get(self, "selector"), "matchLabels") is JsonObject { Count: > 0 },
        ["(has(self.valueFrom) ? self.valueFrom : \"\") != \"HOST\" || !has(self.value)"] =
            static self => Text(Get(self, "valueFrom")) != "HOST" || !Has(self, "value"),
        ["((has(self.operation) ? self.operation : \"\") == \"UPSERT\") ? (self.value != \"\") : true"] =
            static self => Text(Get(self, "operation")) != "UPSERT" || Text(Get(self, "value")).Length > 0,
        ["((has(self.operation) ? self.operation : \"\") == \"REMOVE\") ? !has(self.value) : true"] =
            static self => Text(Get(self, "operation")) != "REMOVE" || !Has(self, "value"),
        ["(has(self.serviceAccounts) || has(self.notServiceAccounts)) ? (!has(self.principals) && !has(self.notPrincipals) && !has(self.namespaces) && !has(self.notNamespaces)) : true"] =
            static self => !(Has(self, "serviceAccounts") || Has(self, "notServiceAccounts"))
                || !(Has(self, "principals") || Has(self, "notPrincipals") || Has(self, "namespaces") || Has(self, "notNamespaces")),
        ["has(self.context) ? ((self.context == \"WAYPOINT\") ? has(self.waypoint) : !has(self.waypoint)) : !has(self.waypoint)"] =
            static self => (Text(Get(self, "context")) == "WAYPOINT") == Has(self, "waypoint"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the rule is checked here.</summary>
    public static bool IsKnown(SchemaRule rule) => s_rules.ContainsKey(Normal(rule.Expression));

    public static RuleError? Error(SchemaRule rule, JsonNode self)
    {
        if (!s_rules.TryGetValue(Normal(rule.Expression), out var holds) || holds(self))
        {
            return null;
        }

        var message = rule.Message.Length > 0 ? rule.Message : $"failed rule: {rule.Expression}";
        var badDuration = rule.Expression.StartsWith("duration(", StringComparison.Ordinal) && !GoDuration.TryParse(Text(self), out _);
        return badDuration
            ? new RuleError($"type conversion error from 'string' to 'google.protobuf.Duration' evaluating rule: {message}", Evaluation: true)
            : new RuleError(message);
    }

    /// <summary>CRDs wrap long rules over lines.</summary>
    private static string Normal(string expression) => expression.Contains('\n', StringComparison.Ordinal)
        ? string.Join(' ', expression.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        : expression;

    private static Func<JsonNode, bool> AtMostOne(params string[] names) => self => names.Count(name => Has(self, name)) <= 1;

    private static bool IsPort(double number) => number is > 0 and <= 65535;

    private static bool IsSocket(string text) => text.StartsWith("unix://", StringComparison.Ordinal);

    private static string Resolution(JsonNode self) => Text(Get(self, "resolution")) is { Length: > 0 } text ? text : "NONE";

    private static string Scheme(string text) => GoUrl.TryParse(text, out var scheme) ? scheme : "";

    private static bool IsPluginUrl(JsonNode self) =>
        GoUrl.TryParseRequest(Text(self), out var scheme) || GoUrl.TryParseRequest("http://" + Text(self), out scheme)
            ? scheme is "" or "http" or "https" or "file" or "oci"
            : false;

    private static bool Has(JsonNode? self, string name) => self is JsonObject map && map[name] is not null;

    private static JsonNode? Get(JsonNode? self, string name) => (self as JsonObject)?[name];

    private static IEnumerable<JsonNode?> Items(JsonNode? self) => self as JsonArray ?? Enumerable.Empty<JsonNode?>();

    private static IEnumerable<string> Keys(JsonNode self) => self is JsonObject map ? map.Select(static pair => pair.Key) : [];

    private static string Text(JsonNode? self) => self is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : "";

    [GeneratedRegex("^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$", RegexOptions.CultureInvariant)]
    private static partial Regex PortName();
}
