using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>A request for a resource: what its path and query mean.</summary>
internal sealed class ApiRequest
{
    /// <summary>The HTTP exchange.</summary>
    public required HttpContext Http { get; init; }

    /// <summary>The resource.</summary>
    public required ResourceDescriptor Resource { get; init; }

    /// <summary>The API version of the path.</summary>
    public required string Version { get; init; }

    /// <summary>The namespace of the path; null when it has none.</summary>
    public string? Namespace { get; init; }

    /// <summary>The object's name; null for a collection.</summary>
    public string? Name { get; init; }

    /// <summary>The subresource, or null.</summary>
    public string? Subresource { get; init; }

    /// <summary>What follows the subresource, without the leading slash.</summary>
    public string Tail { get; init; } = "";

    /// <summary>Who asks.</summary>
    public required UserInfo User { get; init; }

    /// <summary>Warnings for the response.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The namespace as the store has it.</summary>
    public string StoreNamespace => Resource.Namespaced ? Namespace ?? "" : "";

    /// <summary>Ends with the request.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>A query value, or null.</summary>
    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>A query flag; <c>true</c> and <c>1</c> mean yes.</summary>
    public bool Flag(string name) => Query(name) is "true" or "True" or "1" or "t";

    /// <summary>A query number, or null.</summary>
    public long? Number(string name)
    {
        if (Query(name) is not { Length: > 0 } text) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax ({name})");
    }

    /// <summary>The options of a write.</summary>
    public WriteOptions WriteOptions(string? defaultManager = null)
    {
        var validation = Query("fieldValidation") switch
        {
            null or "" or "Warn" => FieldValidation.Warn,
            "Strict" => FieldValidation.Strict,
            "Ignore" => FieldValidation.Ignore,
            var other => throw ApiErrors.Unprocessable(
                $"CreateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"{other}\": supported values: \"Ignore\", \"Strict\", \"Warn\""),
        };
        return new WriteOptions
        {
            DryRun = DryRun(),
            FieldManager = Query("fieldManager") is { Length: > 0 } manager ? manager : defaultManager ?? ManagerOfAgent(),
            FieldValidation = validation,
            Force = Flag("force"),
            User = User,
            Version = Version,
            Warnings = Warnings,
        };
    }

    /// <summary>Whether nothing is to be stored.</summary>
    public bool DryRun() => Query("dryRun") switch
    {
        null or "" => false,
        "All" => true,
        var other => throw ApiErrors.BadRequest($"Invalid value: \"{other}\": dryRun: supported values: \"All\""),
    };

    // The real server takes the program's name from the User-Agent.
    private string ManagerOfAgent()
    {
        var agent = Http.Request.Headers.UserAgent.ToString();
        var end = agent.IndexOf('/');
        var name = end < 0 ? agent : agent[..end];
        return name.Length == 0 ? "unknown" : name.Length > 128 ? name[..128] : name;
    }
}
