using Aspire.Hosting.ApplicationModel;

namespace IstioLab.Hosting.Mirroring;

/// <summary>Turns names of Kubernetes objects into names of resources: letters, digits and single hyphens, 64 at most, each once.</summary>
internal static class ResourceNaming
{
    private const int Longest = 64;

    /// <summary>A name that no resource has yet.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="suffix">What tells it from another resource of that name.</param>
    /// <param name="others">The resources that are there.</param>
    public static string Free(string name, string suffix, IEnumerable<IResource> others) =>
        Free(name, suffix, others.Select(other => other.Name).ToHashSet(StringComparer.OrdinalIgnoreCase).Contains);

    /// <inheritdoc cref="Free(string, string, IEnumerable{IResource})"/>
    public static string Free(string name, string suffix, Func<string, bool> isTaken)
    {
        var plain = Clean(name, Longest);
        if (!isTaken(plain))
        {
            return plain;
        }

        for (var number = 1; ; number++)
        {
            var ending = number == 1 ? $"-{suffix}" : $"-{suffix}-{number}";
            var candidate = Clean(name, Longest - ending.Length) + ending;
            if (!isTaken(candidate))
            {
                return candidate;
            }
        }
    }

    private static string Clean(string name, int longest)
    {
        var parts = name.Split(['-', '.', '_', ':', '/'], StringSplitOptions.RemoveEmptyEntries)
            .Select(part => string.Concat(part.Where(char.IsAsciiLetterOrDigit)))
            .Where(part => part.Length > 0);
        var clean = string.Join('-', parts);
        if (clean.Length == 0 || !char.IsAsciiLetter(clean[0]))
        {
            clean = $"x-{clean}";
        }

        return (clean.Length > longest ? clean[..longest] : clean).TrimEnd('-');
    }
}
