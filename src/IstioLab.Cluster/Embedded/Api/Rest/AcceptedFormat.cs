using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Reads the Accept header.</summary>
internal static class AcceptedFormat
{
    /// <summary>The first form of the header that the server has; 406 when there is none.</summary>
    public static AnswerForm Of(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0) return AnswerForm.Object;
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)) return AnswerForm.Object;
        foreach (var type in types)
        {
            if (type.Quality == 0 || !IsJson(type)) continue;
            switch (Parameter(type, "as"))
            {
                case null:
                    return AnswerForm.Object;
                case "Table" when Parameter(type, "g") == "meta.k8s.io":
                    return AnswerForm.Table;
                case "PartialObjectMetadata" or "PartialObjectMetadataList" when Parameter(type, "g") == "meta.k8s.io":
                    return AnswerForm.Metadata;
            }
        }
        throw ApiErrors.NotAcceptable("only the following media types are accepted: application/json");
    }

    /// <summary>A parameter of a media type, or null.</summary>
    public static string? Parameter(MediaTypeHeaderValue type, string name)
    {
        foreach (var parameter in type.Parameters)
            if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return parameter.Value.ToString();
        return null;
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MatchesAllTypes || type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/*", StringComparison.Ordinal);
}
