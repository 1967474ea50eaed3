using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace IstioLab.Cluster.Embedded.Objects;

/// <summary>Random suffixes and template hashes from the alphabet that Kubernetes uses: no vowels and no look-alikes, so no words appear.</summary>
internal static class SafeNames
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Suffix(Random random, int length = 5) =>
        string.Create(length, random, static (text, source) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = Alphabet[source.Next(Alphabet.Length)];
        });

    /// <summary>The <c>pod-template-hash</c> of a template: FNV-1a over its text, written in the safe alphabet.</summary>
    public static string TemplateHash(JsonObject template, int collisions)
    {
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes(template.ToJsonString() + (collisions > 0 ? $"#{collisions}" : "")))
        {
            hash = (hash ^ value) * 16777619u;
        }

        return string.Concat(hash.ToString(CultureInfo.InvariantCulture).Select(digit => Alphabet[digit % Alphabet.Length]));
    }
}
