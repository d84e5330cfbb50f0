namespace Zhike.Customers.Tags.Realtime;

/// <summary>A nightly run puts a day's changes in place as a whole; nobody may add to that day between its look and its exchange.</summary>
internal sealed class ChangesGate : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public async Task<IDisposable> EnterAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        return new Leave(_one);
    }

    public void Dispose() => _one.Dispose();

    private sealed class Leave(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
