namespace IstioLab.Cluster.Embedded.Storage;

/// <summary>A field selector (https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/).</summary>
internal sealed class FieldSelector
{
    private FieldSelector(IReadOnlyList<FieldRequirement> requirements) => Requirements = requirements;

    /// <summary>Matches every object.</summary>
    public static FieldSelector Everything { get; } = new([]);

    /// <summary>The terms, all of which must hold.</summary>
    public IReadOnlyList<FieldRequirement> Requirements { get; }

    /// <summary>The one name that can match, or null.</summary>
    public string? Name => Requirements.FirstOrDefault(term => term is { Path: "metadata.name", Negated: false })?.Value;

    /// <summary>Reads <c>status.phase=Running,spec.nodeName!=node1</c>; backslash escapes a comma, an equals sign or itself.</summary>
    public static bool TryParse(string text, out FieldSelector selector, out string error)
    {
        selector = Everything;
        error = "";
        var terms = new List<FieldRequirement>();
        foreach (var term in Split(text))
        {
            if (term.Length == 0) continue;
            var at = term.IndexOf('=');
            if (at <= 0)
            {
                error = $"invalid selector: '{text}'; can't understand '{term}'";
                return false;
            }
            var negated = term[at - 1] == '!';
            var path = term[..(negated ? at - 1 : at)];
            var value = term[(at + 1)..];
            if (!negated && value.StartsWith('=')) value = value[1..];
            terms.Add(new FieldRequirement(path.Trim(), Unescape(value), negated));
        }
        selector = new FieldSelector(terms);
        return true;
    }

    /// <summary>Whether an object satisfies every term.</summary>
    public bool Matches(StoredObject item)
    {
        foreach (var requirement in Requirements)
            if (!requirement.Matches(item)) return false;
        return true;
    }

    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\\') index++;
            else if (text[index] == ',')
            {
                yield return text[start..index];
                start = index + 1;
            }
        }
        yield return text[start..];
    }

    private static string Unescape(string value) => value.Contains('\\')
        ? value.Replace("\\,", ",").Replace("\\=", "=").Replace("\\\\", "\\")
        : value;
}
