using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Api;

/// <summary>
/// A Kubernetes <c>Status</c>
/// (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/). kubectl prints the message and the causes word for word.
/// </summary>
internal sealed record ApiStatus(int Code, string Reason, string Message)
{
    /// <summary>The name of the object concerned.</summary>
    public string? Name { get; init; }

    /// <summary>The group of the object concerned; empty for the core group.</summary>
    public string? Group { get; init; }

    /// <summary>Plural (404, 409) or kind (422) of the object concerned.</summary>
    public string? Kind { get; init; }

    /// <summary>Seconds after which the client may try again.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The single problems.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary>The wire form.</summary>
    public JsonObject ToJson()
    {
        var body = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
        };
        if (Details() is { Count: > 0 } details) body["details"] = details;
        body["code"] = Code;
        return body;
    }

    private JsonObject Details()
    {
        var details = new JsonObject();
        if (!string.IsNullOrEmpty(Name)) details["name"] = Name;
        if (!string.IsNullOrEmpty(Group)) details["group"] = Group;
        if (!string.IsNullOrEmpty(Kind)) details["kind"] = Kind;
        if (Causes.Count > 0)
            details["causes"] = new JsonArray([.. Causes.Select(cause => (JsonNode)cause.ToJson())]);
        if (RetryAfterSeconds is { } seconds) details["retryAfterSeconds"] = seconds;
        return details;
    }
}
