using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>One entry of <c>metadata.managedFields</c>: what one manager owns.</summary>
internal sealed record ManagedFieldsEntry(string Manager, string Operation, string ApiVersion, string Subresource, string Time, FieldSet Fields)
{
    /// <summary>The operation of appliers.</summary>
    public const string Apply = "Apply";

    /// <summary>The operation of every other write.</summary>
    public const string Update = "Update";

    /// <summary>Reads one entry.</summary>
    public static ManagedFieldsEntry FromJson(JsonObject json) => new(
        Text(json, "manager"),
        Text(json, "operation"),
        Text(json, "apiVersion"),
        Text(json, "subresource"),
        Text(json, "time"),
        json["fieldsV1"] is JsonObject fields ? FieldSet.FromJson(fields) : new FieldSet());

    /// <summary>Whether both entries are of one manager.</summary>
    public bool SameManager(ManagedFieldsEntry other) =>
        Manager == other.Manager && Operation == other.Operation && Subresource == other.Subresource && (Operation == Apply || ApiVersion == other.ApiVersion);

    /// <summary>The manager as conflicts name it.</summary>
    public string Describe()
    {
        var text = $"\"{Manager}\"";
        if (Subresource.Length > 0) text += $" with subresource \"{Subresource}\"";
        return Operation == Update ? $"{text} using {ApiVersion}" : text;
    }

    /// <summary>The wire form.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["manager"] = Manager,
            ["operation"] = Operation,
            ["apiVersion"] = ApiVersion,
            ["time"] = Time,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = Fields.ToJson(),
        };
        if (Subresource.Length > 0) json["subresource"] = Subresource;
        return json;
    }

    private static string Text(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
