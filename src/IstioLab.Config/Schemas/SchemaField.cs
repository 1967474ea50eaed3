using System.Text.Json.Nodes;

namespace IstioLab.Config.Schemas;

/// <summary>One field of an object.</summary>
/// <param name="Name">The JSON name.</param>
/// <param name="Node">What the value must look like.</param>
public sealed record SchemaField(string Name, SchemaNode Node)
{
    /// <summary>Whether the object is invalid without the field.</summary>
    public bool Required { get; init; }

    /// <summary>The field's number in Kubernetes' protobuf encoding; 0 for kinds that have none.</summary>
    public int ProtobufNumber { get; init; }

    /// <summary>Whether the protobuf encoding has a level here that the JSON has not (an embedded Go struct).</summary>
    internal bool Inline { get; init; }

    /// <summary>Whether the protobuf encoding tells a missing value from an empty one , or JSON shows it when empty; otherwise an empty value is a missing one.</summary>
    internal bool Pointer { get; init; }

    /// <summary>The value that a missing field gets, or null. Shared: clone before use.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>A short description for <c>kubectl explain</c>; empty when there is none.</summary>
    public string Description { get; init; } = "";
}
