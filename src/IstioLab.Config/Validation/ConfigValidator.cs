using System.Collections.Frozen;
using System.Text.Json.Nodes;
using IstioLab.Config.Validation.Services;
using IstioLab.Config.Validation.VirtualServices;

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
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether Istio's webhook looks at the kind; admission asks the validator for these alone.</summary>
    public static bool IsIstioKind(string apiVersion, string kind) => s_kinds.ContainsKey(Group(apiVersion) + "/" + kind);

    /// <summary>Validates one object; never throws. The items of a <c>List</c> are validated each.</summary>
    /// <param name="resource">The whole object; a missing namespace counts as <c>default</c>.</param>
    /// <param name="version">The release whose rules apply; <see cref="IstioVersion.Current"/> unless given.</param>
    public static ValidationResult Validate(JsonNode resource, IstioVersion? version = null)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return Validate(new ConfigValue(resource, ""), version ?? IstioVersion.Current);
    }

    private static ValidationResult Validate(ConfigValue resource, IstioVersion version)
    {
        var kind = resource["kind"].Text;
        if (kind == "List")
        {
            var parts = resource["items"].Items.Select(item => Validate(item, version)).ToList();
            return new ValidationResult([.. parts.SelectMany(static part => part.Errors)], [.. parts.SelectMany(static part => part.Warnings)]);
        }

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
