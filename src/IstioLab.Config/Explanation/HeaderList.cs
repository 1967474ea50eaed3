using System.Collections.Immutable;
using IstioLab.Config.Routing;
using IstioLab.Config.Tokens;

namespace IstioLab.Config.Explanation;

/// <summary>Headers of a request to explain.</summary>
internal sealed class HeaderList(ImmutableArray<KeyValuePair<string, string>> headers) : IRequestHeaders
{
    /// <summary>The headers as they go on with a token.</summary>
    public HeaderList With(TokenVerdict verdict) => verdict.RemovedHeaders.IsEmpty && verdict.AddedHeaders.IsEmpty
        ? this
        : new(
        [
            .. headers.Where(header => !verdict.RemovedHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase)),
            .. verdict.AddedHeaders,
        ]);

    public string? Find(string name)
    {
        string? found = null;
        foreach (var (key, value) in headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                found = found is null ? value : $"{found},{value}";
            }
        }

        return found;
    }
}
