using System.Text.Json.Nodes;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Schemas;
using IstioLab.Config.Validation;
using IstioLab.Config.Yaml;

namespace IstioLab.Cli.Input;

/// <summary>Gives the verdicts that admission would give: schema first, then Istio's rules. No cluster is needed.</summary>
internal static class ObjectJudge
{
    /// <summary>Kinds of Kubernetes that exist and have no schema here.</summary>
    private static readonly HashSet<string> s_unchecked = new(
        ["ComponentStatus", "CSIDriver", "CSINode", "CSIStorageCapacity", "IPAddress", "ServiceCIDR", "VolumeAttachment", "VolumeAttributesClass"],
        StringComparer.Ordinal);

    /// <summary>Judges all objects of a text, in order.</summary>
    public static IEnumerable<ObjectVerdict> Judge(InputText input, string defaultNamespace, IstioVersion version)
    {
        var file = ConfigObjectReader.Read(input.Text, input.Name, defaultNamespace);
        foreach (var problem in file.Diagnostics)
        {
            yield return new ObjectVerdict
            {
                Source = problem.Position?.ToString() ?? input.Name,
                Errors = [new ValidationFinding(problem.Path, problem.Message)],
            };
        }

        if (file.Objects.IsEmpty && file.Diagnostics.IsEmpty)
        {
            yield return new ObjectVerdict
            {
                Source = input.Name,
                Errors = [new ValidationFinding("", $"File '{input.Name}' holds no object. An object begins with 'apiVersion:', 'kind:' and 'metadata:'.")],
            };
        }

        foreach (var item in file.Objects)
        {
            yield return Judge(item, input.Name, version);
        }
    }

    private static ObjectVerdict Judge(ConfigObject item, string file, IstioVersion version)
    {
        var json = YamlJson.ToJson(item.Root)!;
        var apiVersion = item.Id.Group.Length == 0 ? item.Version : $"{item.Id.Group}/{item.Version}";
        if (json["metadata"] is JsonObject metadata && metadata["namespace"] is null) metadata["namespace"] = item.Id.Namespace;
        var known = SchemaCatalog.BuiltIn.Find(apiVersion, item.Id.Kind) is not null || item.Id.Group == "install.istio.io";
        var rules = ConfigValidator.Validate(json, version);
        ValidationFinding[] errors = [.. known ? [] : Unknown(item.Id, apiVersion), .. rules.Errors];
        ValidationFinding[] warnings = known || errors.Length > 0
            ? [.. rules.Warnings]
            : [.. rules.Warnings, new ValidationFinding("kind", $"Kind '{item.Id.Kind}' of '{apiVersion}' is not one that IstioLab knows: nothing of it was checked.")];
        return new ObjectVerdict
        {
            Source = item.Position?.ToString() ?? file,
            Kind = item.Id.Kind,
            Namespace = item.Id.Namespace,
            Name = item.Id.Name,
            Errors = InOrder(item.Root, errors),
            Warnings = InOrder(item.Root, warnings),
            Lines = Lines(item.Root, errors.Concat(warnings)),
        };
    }

    // A kind of somebody else's API group, such as the Gateway API's, may well exist in the cluster; one of Kubernetes' or Istio's own does not.
    private static IEnumerable<ValidationFinding> Unknown(ObjectId id, string apiVersion)
    {
        var isOwn = !id.Group.Contains('.') || id.Group.EndsWith(".istio.io", StringComparison.Ordinal)
            || SchemaCatalog.BuiltIn.Resources.Any(resource => resource.Group == id.Group);
        return isOwn && !s_unchecked.Contains(id.Kind)
            ? [new ValidationFinding("kind", $"There is no kind '{id.Kind}' in '{apiVersion}'. {Nearest(id.Kind)}")]
            : [];
    }

    private static string Nearest(string kind)
    {
        var same = SchemaCatalog.BuiltIn.Resources.FirstOrDefault(resource => string.Equals(resource.Names.Kind, kind, StringComparison.OrdinalIgnoreCase));
        return same is null
            ? "Check 'kind' and 'apiVersion'; 'kubectl api-resources' lists what there is."
            : $"Write 'kind: {same.Names.Kind}' with 'apiVersion: {(same.Group.Length == 0 ? same.Version : $"{same.Group}/{same.Version}")}'.";
    }

    private static ValidationFinding[] InOrder(YamlNode root, IEnumerable<ValidationFinding> findings) =>
        [.. findings.OrderBy(finding => YamlPath.Find(root, finding.Path)?.Line ?? 0)];

    private static Dictionary<string, string> Lines(YamlNode root, IEnumerable<ValidationFinding> findings) => findings
        .Select(finding => finding.Path)
        .Distinct()
        .Where(path => path.Length > 0)
        .ToDictionary(path => path, path => YamlPath.Find(root, path)?.ToString() ?? "", StringComparer.Ordinal);
}
