using Microsoft.AspNetCore.WebUtilities;

namespace IstioLab.Cluster.Embedded.Programs.Http;

/// <summary>The usual words behind a status code.</summary>
internal static class HttpReasons
{
    /// <summary>The words; "Unknown" for a code that has none.</summary>
    public static string Of(int status) => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } reason ? reason : "Unknown";
}
