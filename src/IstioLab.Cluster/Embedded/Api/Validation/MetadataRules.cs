using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Validation;

/// <summary>
/// Names, labels and annotations (https://kubernetes.io/docs/concepts/overview/working-with-objects/names/), with Kubernetes' wording.
/// </summary>
internal static partial class MetadataRules
{
    private const string SubdomainRule =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string LabelRule =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
        + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string ServiceRule =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character "
        + "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    private const string KeyRule =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string ValueRule =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const int MaxAnnotations = 256 * 1024;

    /// <summary>Adds a cause for each problem.</summary>
    public static void Check(ResourceDescriptor resource, JsonObject body, List<StatusCause> causes)
    {
        var metadata = body["metadata"]!.AsObject();
        CheckName(resource, JsonValues.Text(metadata["name"]) ?? "", causes);
        if (metadata["labels"] is JsonObject labels) CheckLabels(labels, causes);
        if (metadata["annotations"] is JsonObject annotations) CheckAnnotations(annotations, causes);
    }

    private static void CheckName(ResourceDescriptor resource, string name, List<StatusCause> causes)
    {
        if (resource.Group == "rbac.authorization.k8s.io")
        {
            if (name is "." or ".." || name.Contains('/') || name.Contains('%')) Add(causes, "metadata.name", name, "may not contain '/' or '%'");
            return;
        }
        var (pattern, rule, longest) = resource.Id switch
        {
            "services" => (ServiceName(), ServiceRule, 63),
            "namespaces" => (Label(), LabelRule, 63),
            _ => (Subdomain(), SubdomainRule, 253),
        };
        if (!pattern.IsMatch(name)) Add(causes, "metadata.name", name, rule);
        if (name.Length > longest) Add(causes, "metadata.name", name, $"must be no more than {longest} characters");
    }

    private static void CheckLabels(JsonObject labels, List<StatusCause> causes)
    {
        foreach (var (key, node) in labels)
        {
            CheckKey(key, "metadata.labels", causes);
            var value = JsonValues.Text(node) ?? "";
            if (value.Length > 63) Add(causes, "metadata.labels", value, "must be no more than 63 bytes");
            if (!LabelValue().IsMatch(value)) Add(causes, "metadata.labels", value, ValueRule);
        }
    }

    private static void CheckAnnotations(JsonObject annotations, List<StatusCause> causes)
    {
        var size = 0L;
        foreach (var (key, node) in annotations)
        {
            CheckKey(key, "metadata.annotations", causes);
            size += key.Length + (JsonValues.Text(node)?.Length ?? 0);
        }
        if (size > MaxAnnotations) causes.Add(new StatusCause("FieldValueTooLong", $"Too long: may not be more than {MaxAnnotations} bytes", "metadata.annotations"));
    }

    private static void CheckKey(string key, string field, List<StatusCause> causes)
    {
        var slash = key.IndexOf('/');
        var name = key[(slash + 1)..];
        if (slash >= 0 && !Subdomain().IsMatch(key[..slash])) Add(causes, field, key, $"prefix part {SubdomainRule}");
        if (name.Length == 0) Add(causes, field, key, "name part must be non-empty");
        if (name.Length > 63) Add(causes, field, key, "name part must be no more than 63 bytes");
        if (!LabelKey().IsMatch(name)) Add(causes, field, key, KeyRule);
    }

    private static void Add(List<StatusCause> causes, string field, string value, string rule) =>
        causes.Add(new StatusCause("FieldValueInvalid", $"Invalid value: \"{value}\": {rule}", field));

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex ServiceName();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z")]
    private static partial Regex LabelKey();

    [GeneratedRegex(@"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z")]
    private static partial Regex LabelValue();
}
