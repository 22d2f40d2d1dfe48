INSERT INTO entries (author, words)
SELECT 'Slipway', 'Welcome! This line was written by the migration.'
WHERE NOT EXISTS (SELECT FROM entries);
