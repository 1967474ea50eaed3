using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>One problem of a Status: Kubernetes' reason (<c>FieldValueInvalid</c> …), its message and the field path.</summary>
internal sealed record StatusCause(string Reason, string Message, string Field)
{
    /// <summary>The wire form.</summary>
    public JsonObject ToJson()
    {
        var cause = new JsonObject { ["reason"] = Reason, ["message"] = Message };
        if (Field.Length > 0) cause["field"] = Field;
        return cause;
    }
}
