using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using IstioLab.Cluster.Embedded.Storage;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>
/// Lists in pages (https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks): every page
/// shows the state of the first one. Views are immutable, so that remembering them costs little.
/// </summary>
internal sealed class ListPages(ObjectStore store)
{
    private const int Remembered = 32;
    private readonly ConcurrentQueue<StoreView> _views = [];

    /// <summary>The page that a request asks for.</summary>
    public ListPage Page(ApiRequest request, ListQuery query)
    {
        var limit = request.Number("limit") is > 0 and var wanted ? (int)Math.Min(wanted, int.MaxValue) : int.MaxValue;
        var (view, after) = Start(request);
        var items = new List<StoredObject>(Math.Min(Math.Min(limit, view.Items.Count), 512));
        ObjectName? next = null;
        var remaining = 0L;
        foreach (var (name, item) in view.Items)
        {
            if (after is { } mark && name.CompareTo(mark) <= 0) continue;
            if (!query.Matches(item)) continue;
            if (items.Count < limit) items.Add(item);
            else remaining++;
        }
        if (remaining == 0) return new ListPage(items, view.Version, null, null);
        var last = items[^1];
        next = new ObjectName(last.Namespace, last.Name);
        Remember(view);
        var selected = query.Labels.Requirements.Count + query.Fields.Requirements.Count > 0;
        return new ListPage(items, view.Version, Token(view, next.Value), selected ? null : remaining);
    }

    private static string Token(StoreView view, ObjectName after) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{view.Version}/{after.Namespace}/{after.Name}"));

    private (StoreView View, ObjectName? After) Start(ApiRequest request)
    {
        if (request.Query("continue") is not { Length: > 0 } token) return (store.View(request.Resource.Id), null);
        if (!TryRead(token, out var version, out var after)) throw ApiErrors.BadRequest("continue key is not valid: the token was not made by this server");
        foreach (var view in _views)
            if (view.Version == version && view.Resource == request.Resource.Id) return (view, after);
        throw ApiErrors.Expired(
            "The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.");
    }

    private static bool TryRead(string token, out long version, out ObjectName after)
    {
        version = 0;
        after = default;
        if (!Base64Url.IsValid(token)) return false;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('/');
        if (parts.Length != 3 || !long.TryParse(parts[0], out version)) return false;
        after = new ObjectName(parts[1], parts[2]);
        return true;
    }

    private void Remember(StoreView view)
    {
        if (_views.Any(each => each.Version == view.Version && each.Resource == view.Resource)) return;
        _views.Enqueue(view);
        while (_views.Count > Remembered) _views.TryDequeue(out _);
    }
}
