using System.Collections.Immutable;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Explanation;

/// <summary>Headers of a request to explain.</summary>
internal sealed class HeaderList(ImmutableArray<KeyValuePair<string, string>> headers) : IRequestHeaders
{
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
