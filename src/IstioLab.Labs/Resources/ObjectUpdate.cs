using System.Text.Json.Nodes;

namespace IstioLab.Labs.Resources;

/// <summary>News about the objects of one kind.</summary>
internal abstract record ObjectUpdate(string Kind)
{
    /// <summary>These are all there are.</summary>
    public sealed record Everything(string Kind, IReadOnlyList<JsonObject> Objects) : ObjectUpdate(Kind);

    /// <summary>One was added, changed or deleted.</summary>
    public sealed record One(string Kind, JsonObject Object, bool Deleted) : ObjectUpdate(Kind);

    /// <summary>The API does not answer.</summary>
    public sealed record Unreachable(string Kind, string Problem) : ObjectUpdate(Kind);
}
