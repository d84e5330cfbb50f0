namespace Zhike.Intake.Events;

/// <summary>Memory that bodies of calls may take while they are being read, all together. Who comes when it is taken is told to come again, before
/// anything of theirs is read: many slow senders cannot fill the memory.</summary>
internal sealed class CallMemory(long bytesMax = CallMemory.BytesMaxDefault)
{
    public const long BytesMaxDefault = 192 << 20;

    private long _taken;

    public long Taken => Interlocked.Read(ref _taken);

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= bytesMax)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    public void Return(int bytes) => Interlocked.Add(ref _taken, -bytes);
}
