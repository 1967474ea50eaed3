using System.Globalization;
using IstioLab.Config.Yaml;

namespace IstioLab.Labs.Definitions;

/// <summary>Reads a field after the other out of one mapping and collects what breaks a rule, also fields that nobody asked for.</summary>
internal sealed class NodeReader
{
    private readonly YamlMapping? _mapping;
    private readonly string _path;
    private readonly string _file;
    private readonly List<LabProblem> _problems;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public NodeReader(YamlNode? node, string path, string file, List<LabProblem> problems)
    {
        _mapping = node as YamlMapping;
        _path = path;
        _file = file;
        _problems = problems;
        if (node is not null && _mapping is null)
        {
            Report(node, "", "must be a mapping of fields to values.");
        }
    }

    public YamlNode? Node(string field)
    {
        _known.Add(field);
        return _mapping?.Find(field) is { } node and not YamlScalar { Kind: YamlScalarKind.Null } ? node : null;
    }

    public NodeReader Mapping(string field, bool required = false)
    {
        var node = Node(field);
        if (node is null && required)
        {
            Report(null, field, "is missing.");
        }

        return new NodeReader(node, PathOf(field), _file, _problems);
    }

    public string Text(string field) => OptionalText(field, required: true) ?? "";

    public string? OptionalText(string field, bool required = false)
    {
        switch (Node(field))
        {
            case YamlScalar { Text.Length: > 0 } scalar:
                return scalar.Text;
            case null when !required:
                return null;
            case null:
                Report(null, field, "is missing.");
                return null;
            case var other:
                Report(other, field, "must be a text that is not empty.");
                return null;
        }
    }

    public LocalizedText Localized(string field)
    {
        var reader = Mapping(field, required: true);
        var text = reader._mapping is null ? new LocalizedText("", "") : new LocalizedText(reader.Text("en"), reader.Text("zh"));
        reader.Finish();
        return text;
    }

    public int Whole(string field, int least, int most, int missing)
    {
        var node = Node(field);
        if (node is null)
        {
            return missing;
        }

        if (node is YamlScalar scalar
            && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most)
        {
            return number;
        }

        Report(node, field, $"'{(node as YamlScalar)?.Text}' must be a whole number from {least} to {most}.");
        return missing;
    }

    public TimeSpan? Seconds(string field)
    {
        if (Node(field) is not { } node)
        {
            return null;
        }

        if (node is YamlScalar scalar
            && double.TryParse(scalar.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= TimeSpan.FromHours(1).TotalSeconds)
        {
            return TimeSpan.FromSeconds(number);
        }

        Report(node, field, $"'{(node as YamlScalar)?.Text}' must be a number of seconds from 0 to 3600, such as '0.5'.");
        return null;
    }

    public IReadOnlyList<string> Texts(string field)
    {
        switch (Node(field))
        {
            case null:
                return [];
            case YamlSequence list:
                return [.. list.Items.Select((item, index) => ItemText(item, $"{field}[{index}]")).OfType<string>()];
            case var other:
                Report(other, field, "must be a list of texts.");
                return [];
        }
    }

    public IReadOnlyDictionary<string, string> TextMap(string field)
    {
        Dictionary<string, string> map = new(StringComparer.Ordinal);
        foreach (var entry in (Mapping(field)._mapping?.Fields).GetValueOrDefault([]))
        {
            if (ItemText(entry.Value, $"{field}.{entry.Key}") is { } text)
            {
                map[entry.Key] = text;
            }
        }

        return map;
    }

    public void Report(YamlNode? node, string field, string message) =>
        _problems.Add(new LabProblem((node ?? _mapping)?.Position, _file, field.Length == 0 ? _path : PathOf(field), message));

    /// <summary>Reports the fields that were never asked for.</summary>
    public void Finish()
    {
        foreach (var field in (_mapping?.Fields).GetValueOrDefault([]).Where(field => !_known.Contains(field.Key)))
        {
            _problems.Add(new LabProblem(
                field.KeyPosition ?? field.Value.Position,
                _file,
                PathOf(field.Key),
                $"'{field.Key}' is not a field of this place. It has {string.Join(", ", _known.Order(StringComparer.Ordinal))}."));
        }
    }

    private string? ItemText(YamlNode item, string field)
    {
        if (item is YamlScalar { Text.Length: > 0 } scalar)
        {
            return scalar.Text;
        }

        Report(item, field, "must be a text that is not empty.");
        return null;
    }

    private string PathOf(string field) => _path.Length == 0 ? field : $"{_path}.{field}";
}
