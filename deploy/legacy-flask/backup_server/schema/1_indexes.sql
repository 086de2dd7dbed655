-- Add performance indexes for faster queries
CREATE INDEX idx_files_client_id ON files(ClientID);
CREATE INDEX idx_files_size ON files(FileSize);
CREATE INDEX idx_files_client_verified ON files(ClientID, Verified);
CREATE INDEX idx_files_client_name ON files(ClientID, FileName);
-- rollback
DROP INDEX IF EXISTS idx_files_client_id;
DROP INDEX IF EXISTS idx_files_filename;
DROP INDEX IF EXISTS idx_clients_name;
DROP INDEX IF EXISTS idx_files_verified;
DROP INDEX IF EXISTS idx_clients_lastseen;
DROP INDEX IF EXISTS idx_files_size;
DROP INDEX IF EXISTS idx_files_client_verified;
DROP INDEX IF EXISTS idx_files_client_name;
