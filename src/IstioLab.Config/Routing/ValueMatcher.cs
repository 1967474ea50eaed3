using System.Text.RegularExpressions;

namespace IstioLab.Config.Routing;

/// <summary>A compiled StringMatch of Istio.</summary>
public sealed class ValueMatcher
{
    private readonly Regex? regex;
    private readonly StringComparison comparison;

    private ValueMatcher(ValueMatchKind kind, string value, bool ignoreCase, Regex? regex)
    {
        Kind = kind;
        Value = value;
        comparison = ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        this.regex = regex;
    }

    /// <summary>Takes any value.</summary>
    public static ValueMatcher Present { get; } = new(ValueMatchKind.Present, "", false, null);

    /// <summary>How values are compared.</summary>
    public ValueMatchKind Kind { get; }

    /// <summary>The value, prefix or expression.</summary>
    public string Value { get; }

    /// <summary>Whether case is ignored.</summary>
    public bool IgnoresCase => comparison == StringComparison.OrdinalIgnoreCase;

    /// <summary>Takes one value only.</summary>
    public static ValueMatcher Exact(string value, bool ignoreCase = false) => new(ValueMatchKind.Exact, value, ignoreCase, null);

    /// <summary>Takes values that begin so.</summary>
    public static ValueMatcher Prefix(string value, bool ignoreCase = false) => new(ValueMatchKind.Prefix, value, ignoreCase, null);

    /// <summary>Takes values that the whole of an RE2 expression describes; one that does not parse takes nothing.</summary>
    public static ValueMatcher Regex(string pattern) => new(ValueMatchKind.Regex, pattern, false, Re2.TryCompileFullMatch(pattern));

    /// <summary>Compares a value.</summary>
    /// <param name="value">The value; <see langword="null"/> when it is absent, which matches nothing.</param>
    public bool Matches(string? value) => value is not null && Kind switch
    {
        ValueMatchKind.Exact => string.Equals(value, Value, comparison),
        ValueMatchKind.Prefix => value.StartsWith(Value, comparison),
        ValueMatchKind.Regex => regex is not null && regex.IsMatch(value),
        _ => true,
    };

    /// <summary>Compares a value.</summary>
    public bool Matches(ReadOnlySpan<char> value) => Kind switch
    {
        ValueMatchKind.Exact => value.Equals(Value, comparison),
        ValueMatchKind.Prefix => value.StartsWith(Value, comparison),
        ValueMatchKind.Regex => regex is not null && regex.IsMatch(value),
        _ => true,
    };

    /// <summary>Writes the wish as a sentence's end: <c>exactly 'nolen'</c>.</summary>
    public override string ToString() => Kind switch
    {
        ValueMatchKind.Exact => $"exactly '{Value}'",
        ValueMatchKind.Prefix => $"the prefix '{Value}'",
        ValueMatchKind.Regex => $"the regular expression '{Value}'",
        _ => "any value",
    };
}
