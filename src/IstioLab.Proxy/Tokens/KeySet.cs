using System.Runtime.CompilerServices;
using Microsoft.IdentityModel.Tokens;

namespace IstioLab.Proxy.Tokens;

/// <summary>The keys of a rule's <c>jwks</c>, read once.</summary>
internal sealed class KeySet
{
    private static readonly ConditionalWeakTable<string, KeySet> Known = [];

    private KeySet(IReadOnlyList<JsonWebKey> keys) => Keys = keys;

    /// <summary>The keys; none when the text is not a set of keys.</summary>
    public IReadOnlyList<JsonWebKey> Keys { get; }

    public static KeySet Of(string text) => Known.GetValue(text, static key => new KeySet(Read(key)));

    private static IReadOnlyList<JsonWebKey> Read(string text)
    {
        try
        {
            return [.. new JsonWebKeySet(text).Keys];
        }
        catch (ArgumentException)
        {
            return [];
        }
    }
}
