using System.Collections.Frozen;
using System.Text.Json.Nodes;
using IstioLab.Config.Validation.DestinationRules;
using IstioLab.Config.Validation.EnvoyFilters;
using IstioLab.Config.Validation.Extensions;
using IstioLab.Config.Validation.Gateways;
using IstioLab.Config.Validation.Operators;
using IstioLab.Config.Validation.Security;
using IstioLab.Config.Validation.ServiceEntries;
using IstioLab.Config.Validation.Services;
using IstioLab.Config.Validation.Sidecars;
using IstioLab.Config.Validation.Telemetries;
using IstioLab.Config.Validation.VirtualServices;
using IstioLab.Config.Validation.Workloads;

namespace IstioLab.Config.Validation;

/// <summary>
/// Istio's verdict on one object: the rules of its admission webhook, and for Services what <c>istioctl validate</c> says.
/// Objects of kinds without rules are accepted. See https://istio.io/latest/docs/reference/commands/istioctl/#istioctl-validate
/// </summary>
public static class ConfigValidator
{
    private static readonly FrozenSet<string> s_topLevel =
        new[] { "apiVersion", "kind", "metadata", "spec", "status" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Action<ValidationScope>> s_kinds = new Dictionary<string, Action<ValidationScope>>
    {
        ["networking.istio.io/VirtualService"] = VirtualServiceRules.Validate,
        ["networking.istio.io/DestinationRule"] = DestinationRuleRules.Validate,
        ["networking.istio.io/Gateway"] = GatewayRules.Validate,
        ["networking.istio.io/ServiceEntry"] = ServiceEntryRules.Validate,
        ["networking.istio.io/Sidecar"] = SidecarRules.Validate,
        ["networking.istio.io/WorkloadEntry"] = WorkloadEntryRules.Validate,
        ["networking.istio.io/WorkloadGroup"] = WorkloadGroupRules.Validate,
        ["networking.istio.io/ProxyConfig"] = ProxyConfigRules.Validate,
        ["networking.istio.io/EnvoyFilter"] = EnvoyFilterRules.Validate,
        ["security.istio.io/AuthorizationPolicy"] = AuthorizationPolicyRules.Validate,
        ["security.istio.io/PeerAuthentication"] = PeerAuthenticationRules.Validate,
        ["security.istio.io/RequestAuthentication"] = RequestAuthenticationRules.Validate,
        ["telemetry.istio.io/Telemetry"] = TelemetryRules.Validate,
        ["extensions.istio.io/WasmPlugin"] = WasmRules.Validate,
        ["extensions.istio.io/TrafficExtension"] = TrafficExtensionRules.Validate,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// Validates one object as a user would apply it: the schema of its CRD, which the API server checks, and the rules of Istio's webhook.
    /// Never throws. The items of a <c>List</c> are validated each.
    /// </summary>
    /// <param name="resource">The whole object; a missing namespace counts as <c>default</c>.</param>
    /// <param name="version">The release whose rules apply; <see cref="IstioVersion.Current"/> unless given.</param>
    public static ValidationResult Validate(JsonNode resource, IstioVersion? version = null)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return Validate(new ConfigValue(resource, ""), version ?? IstioVersion.Current);
    }

    /// <summary>The webhook's rules alone, for an object of an Istio kind that has passed its schema.</summary>
    public static ValidationResult Admit(JsonNode resource, IstioVersion? version = null)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return Rules(new ConfigValue(resource, ""), version ?? IstioVersion.Current);
    }

    private static ValidationResult Validate(ConfigValue resource, IstioVersion version)
    {
        var kind = resource["kind"].Text;
        if (kind == "List")
        {
            var parts = resource["items"].Items.Select(item => Validate(item, version)).ToList();
            return new ValidationResult([.. parts.SelectMany(static part => part.Errors)], [.. parts.SelectMany(static part => part.Warnings)])
            {
                Notices = [.. parts.SelectMany(static part => part.Notices)],
            };
        }

        return SchemaFindings.Of(resource, version).With(Rules(resource, version));
    }

    private static ValidationResult Rules(ConfigValue resource, IstioVersion version)
    {
        var kind = resource["kind"].Text;
        var scope = new ValidationScope(resource, version);
        if (s_kinds.TryGetValue(Group(resource["apiVersion"].Text) + "/" + kind, out var rules))
        {
            UnknownKeys(scope);
            MetadataRules.Validate(scope);
            if (!scope.HasErrors)
            {
                rules(scope);
            }
        }
        else if (kind == "IstioOperator" && Group(resource["apiVersion"].Text) == "install.istio.io")
        {
            UnknownKeys(scope);
            IstioOperatorRules.Validate(scope);
        }
        else if (kind == "Service" && resource["apiVersion"].Text == "v1")
        {
            ServiceRules.Validate(scope);
        }

        return scope.Result();
    }

    private static void UnknownKeys(ValidationScope scope)
    {
        foreach (var (key, value) in scope.Resource.Entries.Where(static entry => !s_topLevel.Contains(entry.Key)))
        {
            scope.Error(value, $"unknown field \"{key}\"");
        }
    }

    private static string Group(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : apiVersion[..slash];
    }
}
