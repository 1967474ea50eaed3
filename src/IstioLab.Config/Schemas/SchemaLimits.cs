using System.Collections.Immutable;

namespace IstioLab.Config.Schemas;

/// <summary>The value limits of a node; null means no limit.</summary>
public sealed record SchemaLimits
{
    /// <summary>A node without limits.</summary>
    public static SchemaLimits None { get; } = new();

    /// <summary>The allowed values, in order; empty allows every value.</summary>
    public ImmutableArray<string> Enum { get; init; } = [];

    /// <summary>The smallest number allowed.</summary>
    public double? Minimum { get; init; }

    /// <summary>The largest number allowed.</summary>
    public double? Maximum { get; init; }

    /// <summary>Whether <see cref="Minimum"/> itself is excluded.</summary>
    public bool ExclusiveMinimum { get; init; }

    /// <summary>Whether <see cref="Maximum"/> itself is excluded.</summary>
    public bool ExclusiveMaximum { get; init; }

    /// <summary>A number must be a multiple of this.</summary>
    public double? MultipleOf { get; init; }

    /// <summary>The smallest number of characters.</summary>
    public long? MinLength { get; init; }

    /// <summary>The largest number of characters.</summary>
    public long? MaxLength { get; init; }

    /// <summary>A regular expression that the string must contain a match of.</summary>
    public string? Pattern { get; init; }

    /// <summary>The smallest number of elements.</summary>
    public long? MinItems { get; init; }

    /// <summary>The largest number of elements.</summary>
    public long? MaxItems { get; init; }

    /// <summary>The smallest number of keys.</summary>
    public long? MinProperties { get; init; }

    /// <summary>The largest number of keys.</summary>
    public long? MaxProperties { get; init; }
}
