using System.Collections.Concurrent;
using System.Threading.Channels;

namespace IstioLab.Cli.ResourceService;

/// <summary>Shows dialogs at connected dashboards, and gives their answers to those who asked.</summary>
internal sealed class InteractionDesk
{
    private readonly ConcurrentDictionary<int, (Wire.Interaction Interaction, Action<Wire.InteractionReply> OnReply)> _open = new();
    private readonly ConcurrentDictionary<ChannelWriter<Wire.Interaction>, bool> _watchers = new();
    private int _lastId;

    /// <summary>Whether anyone is there to be asked.</summary>
    public bool HasWatchers => !_watchers.IsEmpty;

    /// <summary>Asks for inputs.</summary>
    public InputDialog Ask(string title, string message, IReadOnlyList<Wire.Input> inputs) => new(this, new Wire.Interaction
    {
        Id = Interlocked.Increment(ref _lastId),
        Title = title,
        Message = message,
        AcceptText = "OK",
        DeclineText = "Cancel",
        CanDecline = true,
        CanDismiss = true,
        Inputs = new Wire.Inputs { Inputs_ = { inputs } },
    });

    /// <summary>Shows that something takes a while.</summary>
    /// <param name="title">What.</param>
    /// <param name="message">How far it is.</param>
    /// <param name="onCancel">Called when the person does not want to wait.</param>
    /// <returns>What ends it.</returns>
    public Action ShowWaiting(string title, string message, Action onCancel)
    {
        var interaction = new Wire.Interaction
        {
            Id = Interlocked.Increment(ref _lastId),
            Title = title,
            Message = message,
            AcceptText = "Cancel",
            Waiting = new Wire.Waiting(),
        };
        Show(interaction, _ => onCancel());
        return () => Close(interaction.Id);
    }

    /// <summary>A dashboard that begins to watch gets the open dialogs and all later ones.</summary>
    public ChannelReader<Wire.Interaction> Join(out Action leave)
    {
        var channel = Channel.CreateUnbounded<Wire.Interaction>();
        _watchers[channel.Writer] = true;
        foreach (var (interaction, _) in _open.Values)
        {
            channel.Writer.TryWrite(interaction);
        }

        leave = () => _watchers.TryRemove(channel.Writer, out _);
        return channel.Reader;
    }

    /// <summary>Takes an answer.</summary>
    public void Reply(Wire.InteractionReply reply)
    {
        if (!(reply.HasUnfinished && reply.Unfinished) && _open.TryGetValue(reply.Id, out var asked))
        {
            asked.OnReply(reply);
        }
    }

    /// <summary>Shows a dialog, or the same one again with other contents.</summary>
    public void Show(Wire.Interaction interaction, Action<Wire.InteractionReply> onReply)
    {
        _open[interaction.Id] = (interaction, onReply);
        Tell(interaction);
    }

    /// <summary>Takes a dialog away.</summary>
    public void Close(int id)
    {
        if (_open.TryRemove(id, out _))
        {
            Tell(new Wire.Interaction { Id = id, Ended = new Wire.Ended() });
        }
    }

    private void Tell(Wire.Interaction interaction)
    {
        foreach (var watcher in _watchers.Keys)
        {
            watcher.TryWrite(interaction);
        }
    }
}
